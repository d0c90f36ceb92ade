"""Things of a true size: checked, repaired and written for a printer."""
