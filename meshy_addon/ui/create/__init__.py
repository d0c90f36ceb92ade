"""The Create panel: from words and pictures to a job."""
