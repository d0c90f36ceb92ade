"""What stands in tooltips, in German; those of the API's own parameters are in `parameters`."""

from __future__ import annotations

_ACCOUNT = {
    "Paste your Meshy API key. It is kept in a file that only you can read, never in Blender's"
    " preferences or in a .blend; clear the field to remove it": (
        "Den API-Schlüssel von Meshy einfügen. Er liegt in einer Datei, die nur Sie lesen können,"
        " nie in Blenders Einstellungen oder in einer .blend-Datei; das Feld leeren entfernt ihn"
    ),
    "Look for the key again and ask Meshy how many credits are left; costs nothing": (
        "Den Schlüssel neu suchen und Meshy fragen, wie viele Credits noch da sind; kostet nichts"
    ),
    "Use Meshy's test mode: every step works and costs nothing, but the result is always the same"
    " sample model": (
        "Meshys Testmodus verwenden: jeder Schritt geht und kostet nichts, aber das Ergebnis ist"
        " immer dasselbe Beispielmodell"
    ),
    "Leave Meshy's test mode and paste the key of your account": (
        "Meshys Testmodus verlassen und den Schlüssel des eigenen Kontos einfügen"
    ),
    "Look whether all is well: the key, network, proxy, clock, disk and job list": (
        "Nachsehen, ob alles stimmt: Schlüssel, Netz, Proxy, Uhr, Datenträger und Auftragsliste"
    ),
    "Copy what was found, to send to somebody who can help. No key is in it": (
        "Kopieren, was gefunden wurde, um es jemandem zu schicken, der helfen kann. Es ist kein"
        " Schlüssel darin"
    ),
    "Make each model that comes an asset, with picture, tags and catalog": (
        "Jedes Modell, das kommt, zum Asset machen, mit Bild, Schlagworten und Katalog"
    ),
    "The asset library in which assets are saved, for every file to find; empty to keep them in"
    " their own file only": (
        "Die Asset-Bibliothek, in der Assets gespeichert werden, zu finden aus jeder Datei; leer"
        " bleiben sie nur in ihrer eigenen Datei"
    ),
    "A folder to save assets in, where no library is chosen. Blender shows it once it is among the"
    " asset libraries under File Paths": (
        "Ein Ordner für Assets, wo keine Bibliothek gewählt ist. Blender zeigt ihn, sobald er unter"
        " den Dateipfaden zu den Asset-Bibliotheken gehört"
    ),
    "Refuse a job that costs more credits; 0 for no limit": (
        "Einen Auftrag ablehnen, der mehr Credits kostet; 0: unbegrenzt"
    ),
    "Refuse when what one press begins costs more credits; 0 for no limit": (
        "Ablehnen, wenn ein Druck auf den Knopf mehr Credits kostet; 0: unbegrenzt"
    ),
    "Refuse what would take the credits of this day past this; 0 for no limit": (
        "Ablehnen, womit die Credits dieses Tages das überschreiten; 0: unbegrenzt"
    ),
}
_CREATE = {
    "Make the model with Meshy, for the credits on the button. You can go on working: it takes the"
    " place of an empty when it is done": (
        "Das Modell mit Meshy machen, für die Credits auf dem Knopf. Die Arbeit kann weitergehen:"
        " fertig nimmt es den Platz eines Empty ein"
    ),
    "Add a picture: of the same thing from another side, or to start from": (
        "Ein Bild hinzufügen: von einer anderen Seite desselben Dings, oder als Ausgangspunkt"
    ),
    "Leave this picture out; nothing is deleted": "Dieses Bild weglassen; gelöscht wird nichts",
    "Send this picture: its place on this machine came along with the .blend": (
        "Dieses Bild senden: sein Ort auf diesem Rechner stand in der .blend-Datei"
    ),
    "Take a prompt that you used before": "Eine frühere Beschreibung nehmen",
    "Put this prompt into the field": "Diese Beschreibung ins Feld setzen",
    "Read and edit the whole prompt in a text block of its own": (
        "Die ganze Beschreibung in einem eigenen Textblock lesen und bearbeiten"
    ),
    "Where the picture comes from": "Woher das Bild kommt",
    "The picture's file; Meshy reads JPEG and PNG, others are converted first": (
        "Die Datei des Bilds; Meshy liest JPEG und PNG, andere werden erst umgewandelt"
    ),
    "An image of this file; what isn't saved yet is sent as it looks now": (
        "Ein Bild dieser Datei; auch Ungespeichertes wird gesendet, wie es jetzt aussieht"
    ),
    "A picture on disk, or the address of one on the web": (
        "Ein Bild auf dem Datenträger, oder die Adresse eines Bilds im Web"
    ),
    "An image in this .blend, as it is painted now": (
        "Ein Bild in dieser .blend-Datei, wie es jetzt gemalt ist"
    ),
    "The last render, as it is shown": "Das letzte Renderbild, wie es gezeigt wird",
    "What the 3D viewport shows, no overlays": "Was die 3D-Ansicht zeigt, ohne Overlays",
    "What to make, and from what": "Was entstehen soll, und woraus",
    "A text block that holds the prompt, for a long one": (
        "Ein Textblock mit der Beschreibung, für eine lange"
    ),
    "Make a textured model of what the image shows, as it looks now, at the 3D cursor. Parameters"
    " and price are those of the 3D viewport's sidebar": (
        "Ein texturiertes Modell von dem machen, was das Bild jetzt zeigt, am 3D-Cursor. Parameter"
        " und Preis sind die der Seitenleiste in der 3D-Ansicht"
    ),
    "Make a new picture from the one that is shown, as the prompt says; this one stays as it is": (
        "Aus dem gezeigten Bild ein neues machen, wie es die Beschreibung sagt; dieses bleibt, wie"
        " es ist"
    ),
    "Give the selected object a new texture in the style of the image that is shown. Asks first,"
    " with the price": (
        "Dem ausgewählten Objekt eine neue Textur im Stil des gezeigten Bilds geben. Fragt erst,"
        " mit dem Preis"
    ),
    "Look at this picture in the Image Editor": "Dieses Bild im Bildeditor ansehen",
    "Make a textured model of what the picture shows, from all its views": (
        "Ein texturiertes Modell von dem machen, was das Bild zeigt, aus allen Ansichten"
    ),
    "Start a new picture from this one: say in the Picture tab what to change": (
        "Aus diesem ein neues Bild machen: unter „→ Bild“ sagen, was sich ändern soll"
    ),
    "Save this picture as a PNG that tells its prompt": (
        "Dieses Bild als PNG speichern, in dem die Beschreibung steht"
    ),
    "Make a picture of what will be built. Each press makes another one to choose from": (
        "Ein Bild von dem machen, was gebaut wird. Jeder Druck macht noch eins zur Auswahl"
    ),
    "Build the chosen prototype at its true size, at the 3D cursor": (
        "Den gewählten Prototyp in wahrer Größe bauen, am 3D-Cursor"
    ),
    "Take this prototype for what is built": "Diesen Prototyp für das nehmen, was gebaut wird",
}
_JOBS = {
    "Stop this job, at Meshy too. Credits for what Meshy has finished already aren't given back": (
        "Diesen Auftrag abbrechen, auch bei Meshy. Credits für das, was Meshy schon fertig hat,"
        " kommen nicht zurück"
    ),
    "Go on with this job where it was left. Nothing is paid twice": (
        "Mit diesem Auftrag weitermachen, wo er stehenblieb. Nichts wird doppelt bezahlt"
    ),
    "Send this job's request anew. If Meshy has made it already, it is paid twice": (
        "Die Anfrage dieses Auftrags neu senden. Hat Meshy ihn schon gemacht, kostet er doppelt"
    ),
    "Bring this result into the scene: where it was meant to be, or at the 3D cursor": (
        "Dieses Ergebnis in die Szene bringen: dorthin, wo es sein sollte, oder an den 3D-Cursor"
    ),
    "Select what this job made in the scene": (
        "In der Szene auswählen, was dieser Auftrag gemacht hat"
    ),
    "Take this job off the list": "Diesen Auftrag von der Liste nehmen",
    "Take finished jobs off this list. What they made stays in the scene": (
        "Fertige Aufträge von der Liste nehmen. Was sie gemacht haben, bleibt in der Szene"
    ),
    "Take this message off the list": "Diese Nachricht von der Liste nehmen",
    "Show the next jobs of this list, or those before": (
        "Die nächsten Aufträge dieser Liste zeigen, oder die davor"
    ),
    "Make a variant: change what this job asked for, then start it as a new one": (
        "Eine Variante machen: ändern, was dieser Auftrag verlangte, und als neuen beginnen"
    ),
    "Copy all that is known of this job, to send to somebody who can help. No key is in it": (
        "Alles kopieren, was über diesen Auftrag bekannt ist, um es jemandem zu schicken, der"
        " helfen kann. Es ist kein Schlüssel darin"
    ),
}
_HISTORY = {
    "Ask Meshy for the list again; costs nothing": "Meshy neu nach der Liste fragen; kostet nichts",
    "Look for it among older tasks, a page at a time; costs nothing": (
        "Unter älteren Aufgaben suchen, eine Seite auf einmal; kostet nichts"
    ),
    "Fetch what this task made and bring it into the file, at the 3D cursor; costs nothing": (
        "Holen, was diese Aufgabe gemacht hat, und am 3D-Cursor einfügen; kostet nichts"
    ),
    "Put prompt and settings of this task into the panel, to make something like it": (
        "Beschreibung und Einstellungen dieser Aufgabe übernehmen, um Ähnliches zu machen"
    ),
    "Fetch all files of this task into a folder; also where they can't be placed": (
        "Alle Dateien dieser Aufgabe in einen Ordner holen; auch solche, die sich nicht platzieren"
        " lassen"
    ),
    "Delete this task and its files at Meshy, for good. What is in your files stays": (
        "Diese Aufgabe und ihre Dateien bei Meshy löschen, für immer. Was in Ihren Dateien ist,"
        " bleibt"
    ),
    "Make something of what this task made; nothing is uploaded": (
        "Etwas aus dem machen, was diese Aufgabe gemacht hat; nichts wird hochgeladen"
    ),
    "Show only tasks whose prompt or kind says this": (
        "Nur Aufgaben zeigen, in deren Beschreibung oder Art das steht"
    ),
    "Show only tasks of this kind": "Nur Aufgaben dieser Art zeigen",
    "Tasks of every kind": "Aufgaben aller Arten",
}
_OBJECTS = {
    "Send the object as its modifiers make it look; off sends the bare mesh": (
        "Das Objekt senden, wie es mit seinen Modifikatoren aussieht; aus: das bloße Mesh"
    ),
    "Send all selected objects as one model, for the price of one": (
        "Alle ausgewählten Objekte als ein Modell senden, zum Preis von einem"
    ),
    "Put the result beside the object instead of replacing its mesh": (
        "Das Ergebnis neben das Objekt stellen, statt dessen Mesh zu ersetzen"
    ),
    "Where the files go; by default beside the .blend": (
        "Wohin die Dateien kommen; ohne Angabe neben die .blend-Datei"
    ),
    "Bring the converted model into the scene too": "Das Ergebnis auch in die Szene bringen",
    "Give the selected meshes new UVs with Blender's Smart UV Project": (
        "Den ausgewählten Meshes neue UVs geben, mit Blenders Smart UV Project"
    ),
    "Select in Edit Mode what would trouble a printer, as Blender itself finds it": (
        "Im Bearbeitungsmodus auswählen, was einen Drucker stört, wie Blender selbst es findet"
    ),
    "Open the 3MF file with the program that this system opens it with: your slicer": (
        "Die 3MF-Datei mit dem Programm öffnen, das dieses System dafür nimmt: dem Slicer"
    ),
    "Show the active object in this look; the others are kept": (
        "Das aktive Objekt mit diesem Aussehen zeigen; die anderen bleiben"
    ),
    "Remove the look that is shown, with its material and images if nothing else uses them": (
        "Das gezeigte Aussehen entfernen, samt Material und Bildern, die sonst nichts braucht"
    ),
    "Keep the look that is shown and remove all others, the original too": (
        "Das gezeigte Aussehen behalten und alle anderen entfernen, auch das Original"
    ),
    "Have Meshy fit the chosen actions to this character, for the credits on the button. You can go"
    " on working: each becomes an action of the armature when it is done": (
        "Meshy die gewählten Aktionen an diese Figur anpassen lassen, für die Credits auf dem"
        " Knopf. Die Arbeit kann weitergehen: jede wird, sobald fertig, eine Aktion der Armatur"
    ),
    "Give this action a star, or take it away": "Dieser Aktion einen Stern geben oder nehmen",
    "Ask Meshy which actions there are by now": "Meshy fragen, welche Aktionen es inzwischen gibt",
    "Let this action move the character": "Die Figur mit dieser Aktion bewegen",
    "Choose from Meshy's library what this character is to do": (
        "Aus Meshys Bibliothek wählen, was diese Figur tun soll"
    ),
    "Choose this action, to add several at once": "Diese Aktion wählen, um mehrere hinzuzufügen",
    "Actions of every category": "Aktionen aller Kategorien",
    "Show only actions with these words in their name or category": (
        "Nur Aktionen mit diesen Wörtern im Namen oder in der Kategorie zeigen"
    ),
    "Show only this category": "Nur diese Kategorie zeigen",
    "Show only the actions with a star": "Nur Aktionen mit Stern zeigen",
    "A further file to make of it": "Eine weitere Datei, die entstehen soll",
}
TIPS = {**_ACCOUNT, **_CREATE, **_JOBS, **_HISTORY, **_OBJECTS}
