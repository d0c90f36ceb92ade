"""What is said in whole sentences, in German; also of printing."""

from __future__ import annotations

SENTENCES = {
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
    "{name}: its files were removed, and are fetched again.": (
        "{name}: die Dateien wurden entfernt und werden noch einmal geholt."
    ),
    "{name} wears {look} now.": "{name} trägt jetzt {look}.",
    "{faces} faces are more than the {most} that can be rigged.": (
        "{faces} Flächen sind mehr als die {most}, die ein Rig bekommen können."
    ),
    'UVs of "{name}" overlap: what is painted on one part shows on another, too.': (
        "UVs von „{name}“ überlappen: was auf einem Teil gemalt ist, erscheint auch auf anderen."
    ),
    "Python's requests library is missing.": "Pythons Bibliothek requests fehlt.",
    "Python's requests library is missing": "Pythons Bibliothek requests fehlt",
    "Install it beside Blender (apt install python3-requests) and start Blender again.": (
        "Neben Blender installieren (apt install python3-requests) und Blender neu starten."
    ),
    "The environment's {source} is used instead.": "Verwendet wird {source} aus der Umgebung.",
    "There is no Meshy API key yet.": "Es gibt noch keinen API-Schlüssel für Meshy.",
    "Paste a Meshy API key first": "Erst einen API-Schlüssel von Meshy einfügen",
    "the environment (MESHY_API_KEY)": "der Umgebung (MESHY_API_KEY)",
    "the preferences": "den Einstellungen",
    "The key comes from {source}. It has {credits:,} credits.": (
        "Der Schlüssel kommt aus {source}. Er hat {credits:,} Credits."
    ),
    "Test mode; the key comes from {source}.": "Testmodus; der Schlüssel kommt aus {source}.",
    "The key comes from {source}.": "Der Schlüssel kommt aus {source}.",
    "The key can't be saved ({reason}).": "Der Schlüssel lässt sich nicht speichern ({reason}).",
    "Meshy doesn't accept this API key: make or copy one at {page}.": (
        "Meshy nimmt diesen API-Schlüssel nicht an: unter {page} einen machen oder kopieren."
    ),
    "Online access is off: switch on Preferences ▸ System ▸ Network ▸ Allow Online Access to"
    " let Blender talk to Meshy.": (
        "Der Online-Zugriff ist aus: Einstellungen ▸ System ▸ Netzwerk ▸ Online-Zugriff erlauben"
        " einschalten, damit Blender mit Meshy sprechen darf."
    ),
    "Blender was started with --offline-mode, which the preferences can't undo:"
    " start it without that to let it talk to Meshy.": (
        "Blender wurde mit --offline-mode gestartet; die Einstellungen ändern daran nichts: ohne"
        " das starten, damit es mit Meshy sprechen darf."
    ),
    "This takes {credits} credits, and {balance:,} are left": (
        "Das kostet {credits} Credits, und {balance:,} sind noch da"
    ),
    "Confirm the picture first: this .blend brought its place along": (
        "Erst das Bild bestätigen: seinen Ort hat diese .blend-Datei mitgebracht"
    ),
    "Choose an action first": "Erst eine Aktion wählen",
    "Only in Object Mode": "Nur im Objektmodus",
    "The action or its armature is not in this file any more.": (
        "Die Aktion oder ihre Armatur ist nicht mehr in dieser Datei."
    ),
    "A strip is being tweaked: leave that first (Tab).": (
        "Ein Streifen wird bearbeitet: das erst verlassen (Tab)."
    ),
    "This task isn't in the list any more.": "Diese Aufgabe ist nicht mehr in der Liste.",
    "This task doesn't tell what it was made with.": (
        "Diese Aufgabe sagt nicht, womit sie gemacht wurde."
    ),
    "This image is not in the file any more.": "Dieses Bild ist nicht mehr in der Datei.",
    "{count} files are in {folder}.": "{count} Dateien sind in {folder}.",
    "Saved {path}": "Gespeichert: {path}",
    "{name} is ready: place it from the job list.": (
        "{name} ist fertig: aus der Auftragsliste platzieren."
    ),
    "It isn't in this scene any more: place it again.": (
        "Es ist nicht mehr in dieser Szene: erneut platzieren."
    ),
    "Begin a new job that asks for the same": "Einen neuen Auftrag für dasselbe beginnen",
    "Begin a new job that asks for the same, for {credits} credits": (
        "Einen neuen Auftrag für dasselbe beginnen, für {credits} Credits"
    ),
    "Make a textured model from this picture, at the 3D cursor": (
        "Ein texturiertes Modell aus diesem Bild machen, am 3D-Cursor"
    ),
    "Make a textured model from these {count} views of one thing, at the 3D cursor": (
        "Ein texturiertes Modell aus diesen {count} Ansichten eines Dings machen, am 3D-Cursor"
    ),
    "Meshy was at it already: its {credits} credits don't come back.": (
        "Meshy war schon dabei: die {credits} Credits kommen nicht zurück."
    ),
    "Meshy hadn't begun with it: {credits} credits come back.": (
        "Meshy hatte noch nicht angefangen: {credits} Credits kommen zurück."
    ),
    "Meshy keeps it for {hours:.0f} more hours.": "Meshy bewahrt es noch {hours:.0f} Stunden auf.",
    "Meshy keeps it for less than an hour.": "Meshy bewahrt es keine Stunde mehr auf.",
    "Meshy keeps results for three days: this one may be gone.": (
        "Meshy bewahrt Ergebnisse drei Tage auf: dieses kann weg sein."
    ),
    "{name} has no variant {index}.": "{name} hat keine Variante {index}.",
    "The active object has only the look that it was made with": (
        "Das aktive Objekt hat nur das Aussehen, mit dem es gemacht wurde"
    ),
    "The original can't be removed: make another look final instead": (
        "Das Original lässt sich nicht entfernen: stattdessen ein anderes endgültig machen"
    ),
    'The scale of "{name}" is 0: give it a size first.': (
        "Die Skalierung von „{name}“ ist 0: erst eine Größe geben."
    ),
    '"{name}" is mirrored by its scale: it is sent as it was before.': (
        "„{name}“ ist durch seine Skalierung gespiegelt: gesendet wird es wie zuvor."
    ),
    "{faces} faces make more than the {most} MB that Meshy takes.": (
        "{faces} Flächen sind mehr als die {most} MB, die Meshy nimmt."
    ),
    "{faces} faces are some {size} MB to send.": "{faces} Flächen: etwa {size} MB sind zu senden.",
    "Nodes make the colour of {names}, which is not sent: bake it to a picture.": (
        "Die Farbe von {names} kommt aus Nodes und wird nicht gesendet: in ein Bild backen."
    ),
    '"{name}" has no UVs to keep: unwrap it, or let Meshy make new ones.': (
        "„{name}“ hat keine UVs: abwickeln, oder Meshy neue machen lassen."
    ),
    'UVs of "{name}" lie outside the square that is painted.': (
        "UVs von „{name}“ liegen außerhalb des Quadrats, das bemalt wird."
    ),
    'Parts of "{name}" have hardly any room in its UVs: they stay blurred.': (
        "Teile von „{name}“ haben in den UVs kaum Platz: sie bleiben unscharf."
    ),
    '"{name}" has no texture: Meshy may find no body in it.': (
        "„{name}“ hat keine Textur: Meshy findet darin vielleicht keinen Körper."
    ),
    '"{name}" is linked: a new object takes its place.': (
        "„{name}“ ist verknüpft: ein neues Objekt tritt an seine Stelle."
    ),
    '"{name}" is no mesh: a new object takes its place.': (
        "„{name}“ ist kein Mesh: ein neues Objekt tritt an seine Stelle."
    ),
    "The new mesh has these modifiers in it, and they are switched off: {names}.": (
        "Diese Modifikatoren stecken im neuen Mesh und werden ausgeschaltet: {names}."
    ),
    "{count} objects share this mesh, and all get the new one.": (
        "{count} Objekte teilen sich dieses Mesh, und alle bekommen das neue."
    ),
}
PRINTING = {
    "Ready to print": "Druckbereit",
    "Printable, but not clean": "Druckbar, aber nicht sauber",
    "Can't be printed as it is": "So nicht druckbar",
    "Meshy could not tell": "Meshy konnte es nicht feststellen",
    "Watertight": "Wasserdicht",
    "Volume": "Volumen",
    "Non-manifold edges": "Nicht-mannigfaltige Kanten",
    "Holes": "Löcher",
    "Degenerate faces": "Degenerierte Flächen",
    "yes": "ja",
    "no": "nein",
    "{what}: {count}. Selected edges: {selected}.": (
        "{what}: {count}. Ausgewählte Kanten: {selected}."
    ),
    "{what}: {count}. Selected faces: {selected}.": (
        "{what}: {count}. Ausgewählte Flächen: {selected}."
    ),
    "With the modifiers the check counted {count}.": (
        "Mit den Modifikatoren hat die Prüfung {count} gezählt."
    ),
    "Before it was edited the check counted {count}.": (
        "Vor der Bearbeitung hat die Prüfung {count} gezählt."
    ),
    "{name} was edited meanwhile.": "{name} wurde inzwischen bearbeitet.",
    "{name} could not be looked through.": "{name} konnte nicht durchsucht werden.",
    "{file} isn't there any more.": "{file} ist nicht mehr da.",
    "{name} is checked: {verdict}.": "{name} ist geprüft: {verdict}.",
    "{name} is repaired: {verdict}.": "{name} ist repariert: {verdict}.",
    "{name} is ready for the printer, in {count}: {path}": (
        "{name} ist bereit für den Drucker, in {count}: {path}"
    ),
    "There is nothing here that Meshy made.": "Hier ist nichts, was von Meshy stammt.",
    "{names}: an asset of this file.": "{names}: ein Asset dieser Datei.",
    "{names}: saved in {folder}.": "{names}: gespeichert in {folder}.",
}
