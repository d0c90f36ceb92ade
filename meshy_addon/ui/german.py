"""The main words in German: a beginning for translators, and proof that translation works."""

from __future__ import annotations

_EVERYTHING = {
    "Account": "Konto",
    "Create": "Erstellen",
    "Jobs": "Aufträge",
    "Finished": "Fertig",
    "Generate": "Erzeugen",
    "Text": "Text",
    "Image": "Bild",
    "Images": "Bilder",
    "What to make": "Was entstehen soll",
    "Say what to make first": "Erst sagen, was entstehen soll",
    "Choose a picture first": "Erst ein Bild wählen",
    "Test Mode": "Testmodus",
    "Test mode: free, always the same sample model.": (
        "Testmodus: kostenlos, immer dasselbe Beispielmodell."
    ),
    "{credits:,} Credits": "{credits:,} Credits",
    "{action} · {credits} Credits": "{action} · {credits} Credits",
    "{action} · Free": "{action} · kostenlos",
    "1. Get a Key": "1. Schlüssel holen",
    "2. Paste It Here": "2. Hier einfügen",
    "3. Or Look Around First": "3. Oder erst einmal umsehen",
    "Queued": "In der Schlange",
    "Preparing": "Wird vorbereitet",
    "Submitting": "Wird gesendet",
    "Generating {percent}": "Wird erzeugt: {percent}",
    "Step {step} of {steps}: {percent}": "Schritt {step} von {steps}: {percent}",
    "Downloading": "Wird geladen",
    "Importing": "Wird importiert",
    "Ready to Place": "Bereit zum Platzieren",
    "Placed": "Platziert",
    "Failed": "Fehlgeschlagen",
    "Cancelled": "Abgebrochen",
    "{so_far} of about {expected}": "{so_far} von etwa {expected}",
    "{so_far}, usually {expected}": "{so_far}, meist {expected}",
    "{count} running": "{count} laufend",
    "{count} to place": "{count} zu platzieren",
    "Meshy: {count} running": "Meshy: {count} laufend",
    "Meshy: {count} to place": "Meshy: {count} zu platzieren",
    "{name} is in the scene.": "{name} ist in der Szene.",
    "Meshy: {sentence}": "Meshy: {sentence}",
}
_SENTENCES = {
    "Nothing is selected: select a mesh first.": "Nichts ist ausgewählt: erst ein Mesh auswählen.",
    '"{name}" has no surface to send: select a mesh.': (
        "„{name}“ hat keine Oberfläche: ein Mesh auswählen."
    ),
    '"{name}" has no faces to send.': "„{name}“ hat keine Flächen.",
    'The object "{name}" is not in this file any more.': (
        "Das Objekt „{name}“ ist nicht mehr in dieser Datei."
    ),
    '"{name}" is being edited: go back to Object Mode, then place the result.': (
        "„{name}“ wird bearbeitet: in den Objektmodus wechseln und dann platzieren."
    ),
    '"{name}" was edited meanwhile: the result stands beside it.': (
        "„{name}“ wurde inzwischen bearbeitet: das Ergebnis steht daneben."
    ),
    "{name} wears {look} now.": "{name} trägt jetzt {look}.",
    "{faces} faces are more than the {most} that can be rigged.": (
        "{faces} Flächen sind mehr als die {most}, die ein Rig bekommen können."
    ),
    'UVs of "{name}" overlap: what is painted on one part shows on another, too.': (
        "UVs von „{name}“ überlappen: was auf einem Teil gemalt ist, erscheint auch auf anderen."
    ),
}
_OPERATORS = {
    "Generate": "Erzeugen",
    "Try Without an Account": "Ohne Konto ausprobieren",
    "Use My Own Key": "Eigenen Schlüssel verwenden",
    "Refresh Balance": "Guthaben aktualisieren",
    "Cancel Job": "Auftrag abbrechen",
    "Resume": "Fortsetzen",
    "Retry": "Wiederholen",
    "Place": "Platzieren",
    "Place Again": "Erneut platzieren",
    "Select": "Auswählen",
    "Clear Finished": "Fertige ausblenden",
    "Make 3D from This Image": "3D aus diesem Bild",
    "Text to 3D": "Text zu 3D",
    "Image to 3D": "Bild zu 3D",
}

GERMAN = {
    **{("*", english): german for english, german in _EVERYTHING.items()},
    **{("*", english): german for english, german in _SENTENCES.items()},
    **{("Operator", english): german for english, german in _OPERATORS.items()},
}
