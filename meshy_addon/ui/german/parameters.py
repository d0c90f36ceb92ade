"""What the API's own parameters do, and what one chooses from means, in German: for tooltips.

`COSTS` has what is filled in there: such short pieces would fit too many other sentences.
"""

from __future__ import annotations

_JOBS = {
    "Bring an action from Meshy's library onto a rigged character": (
        "Eine Aktion aus Meshys Bibliothek auf eine Figur mit Rig bringen"
    ),
    "Find what would keep a model from being printed": (
        "Finden, was beim Drucken eines Modells im Weg wäre"
    ),
    "Give a humanoid an armature, with walking and running": (
        "Einer menschenähnlichen Figur eine Armatur geben, mit Gehen und Laufen"
    ),
    "Give a model a new surface, from words or a picture": (
        "Einem Modell eine neue Oberfläche geben, nach Worten oder einem Bild"
    ),
    "Make a 3MF file for a printer with several colours": (
        "Eine 3MF-Datei für einen Drucker mit mehreren Farben machen"
    ),
    "Make a figure from a picture": "Aus einem Bild eine Figur machen",
    "Make a fridge magnet from a picture": "Aus einem Bild einen Kühlschrankmagneten machen",
    "Make a keychain from a picture": "Aus einem Bild einen Schlüsselanhänger machen",
    "Make a lampshade from a picture or a prompt": (
        "Aus einem Bild oder einer Beschreibung einen Lampenschirm machen"
    ),
    "Make a model watertight; its material is put back as well as it fits": (
        "Ein Modell wasserdicht machen; sein Material kommt zurück, so gut es passt"
    ),
    "Make a new picture from others": "Aus Bildern ein neues machen",
    "Make a picture from a description": "Aus einer Beschreibung ein Bild machen",
    "Make a textured model from a description": (
        "Aus einer Beschreibung ein texturiertes Modell machen"
    ),
    "Make a textured model from a picture": "Aus einem Bild ein texturiertes Modell machen",
    "Make a textured model from several pictures of the same thing": (
        "Aus mehreren Bildern eines Dings ein texturiertes Modell machen"
    ),
    "Rebuild the mesh with another topology or polygon count": (
        "Das Mesh neu aufbauen, mit anderer Topologie oder Zahl der Polygone"
    ),
    "Scale a model to its real size or to a given one": (
        "Ein Modell auf die wirkliche oder eine gegebene Größe bringen"
    ),
    "Texture a preview that was made from text": "Eine Vorschau texturieren, die aus Text entstand",
    "Write a model in other file formats": "Ein Modell in anderen Dateiformaten schreiben",
    "Stop at the picture of the prototype": "Beim Bild des Prototyps aufhören",
    "Stop at the untextured preview; Refine can texture it later": (
        "Bei der Vorschau ohne Textur aufhören; „Verfeinern“ texturiert sie später"
    ),
}
_SOURCES = {
    "A model that Meshy made, by the id of its task": (
        "Ein Modell von Meshy, genannt mit der Id seiner Aufgabe"
    ),
    "A picture that Meshy made, by the id of its task": (
        "Ein Bild von Meshy, genannt mit der Id seiner Aufgabe"
    ),
    "A picture that shows what the surface should look like": (
        "Ein Bild, das zeigt, wie die Oberfläche aussehen soll"
    ),
    "A picture that shows what the surface should look like; it wins over words": (
        "Ein Bild, das zeigt, wie die Oberfläche aussehen soll; es geht Worten vor"
    ),
    "A textured humanoid that Meshy made, by the id of its task": (
        "Eine texturierte, menschenähnliche Figur von Meshy, genannt mit der Id ihrer Aufgabe"
    ),
    "A textured humanoid that faces the viewer, of at most 300,000 faces": (
        "Eine texturierte, menschenähnliche Figur mit Blick zum Betrachter und höchstens"
        " 300.000 Flächen"
    ),
    "An address of yours that Meshy calls when the task changes": (
        "Eine eigene Adresse, die Meshy aufruft, wenn sich die Aufgabe ändert"
    ),
    "One to five pictures to start from": "Ein bis fünf Bilder als Ausgangspunkt",
    "One to four pictures of the same thing from different sides": (
        "Ein bis vier Bilder desselben Dings von verschiedenen Seiten"
    ),
    "One to four pictures that Meshy made, by the id of their task": (
        "Ein bis vier Bilder von Meshy, genannt mit der Id ihrer Aufgabe"
    ),
    "The action, by its number in Meshy's animation library": (
        "Die Aktion, genannt mit ihrer Nummer in Meshys Bibliothek"
    ),
    "The model to send": "Das Modell, das gesendet wird",
    "The picture to make a model from": "Das Bild, aus dem ein Modell entsteht",
    "The picture to start from": "Das Bild als Ausgangspunkt",
    "The preview to texture; by default the selected object's": (
        "Die Vorschau, die eine Textur bekommt; ohne Angabe die des ausgewählten Objekts"
    ),
    "The prototype to build, by the id of its task": (
        "Der Prototyp, der gebaut wird, genannt mit der Id seiner Aufgabe"
    ),
    "The rigged character, by the id of its task": (
        "Die Figur mit Rig, genannt mit der Id ihrer Aufgabe"
    ),
    "What the lampshade should look like": "Wie der Lampenschirm aussehen soll",
    "What the picture should show": "Was das Bild zeigen soll",
    "What the picture shows": "Was das Bild zeigt",
    "What the surface should look like": "Wie die Oberfläche aussehen soll",
    "What the task is called on Meshy's site": "Wie die Aufgabe auf Meshys Website heißt",
    "What to change about the pictures": "Was sich an den Bildern ändern soll",
    "What to make": "Was entstehen soll",
}
_MAKING = {
    "Meshy's model that does the work, one of these or a newer one by its name": (
        "Das Modell von Meshy, das die Arbeit tut: eins von diesen, oder ein neueres mit seinem"
        " Namen"
    ),
    "The model that makes the picture": "Das Modell, von dem das Bild kommt",
    "What kind of mesh to make": "Welche Art Mesh entstehen soll",
    "Texture the model; off gives the bare mesh": (
        "Das Modell texturieren; aus: nur das bloße Mesh"
    ),
    "Make metallic, roughness and normal maps too, and emission with Meshy 6": (
        "Auch Texturen für Metallisch, Rauheit und Normalen machen, mit Meshy 6 auch Emission"
    ),
    "Make the base colour at 4096 pixels instead of 2048": (
        "Die Grundfarbe mit 4096 Pixeln statt 2048 machen"
    ),
    "Take highlights and shadows out of the base colour, so that your own lights do the work": (
        "Glanzlichter und Schatten aus der Grundfarbe nehmen, damit die eigenen Lichter wirken"
    ),
    "Paint onto the model's own UVs rather than on new ones": (
        "Auf die eigenen UVs des Modells malen statt auf neue"
    ),
    "The base colour on the model's own UVs, if the model lacks it": (
        "Die Grundfarbe auf den eigenen UVs des Modells, falls sie ihm fehlt"
    ),
    "Rebuild the mesh to a chosen topology and polygon count; off gives the finest triangles": (
        "Das Mesh mit gewählter Topologie und Zahl der Polygone neu aufbauen; aus: die feinsten"
        " Dreiecke"
    ),
    "Triangles or mostly quads": "Dreiecke oder meist Vierecke",
    "How many polygons the mesh should have, roughly": (
        "Wie viele Polygone das Mesh ungefähr haben soll"
    ),
    "Let the shape decide the polygon count, at one of four levels, instead of a number": (
        "Die Form über die Zahl der Polygone entscheiden lassen, in vier Stufen, statt einer Zahl"
    ),
    "Keep the fine mesh from before the remesh too, as a further GLB": (
        "Auch das feine Mesh von vor dem Neuvermaschen behalten, als weiteres GLB"
    ),
    "Change the file format and nothing else; Convert does this better": (
        "Nur das Dateiformat ändern; „Konvertieren“ kann das besser"
    ),
    "Has no effect any more": "Bewirkt nichts mehr",
    "Only Meshy 5 knows styles": "Nur Meshy 5 kennt Stile",
    "Use the pose instead": "Stattdessen die Pose verwenden",
    "The pose of a character, for rigging it later": "Die Pose einer Figur, für ein späteres Rig",
    "The pose of a character": "Die Pose einer Figur",
    "Let Meshy estimate how tall the thing really is and scale the model to it": (
        "Meshy schätzen lassen, wie groß das Ding wirklich ist, und das Modell so skalieren"
    ),
    "Where the origin of the model is": "Wo der Ursprung des Modells liegt",
    "How tall the model is to be": "Wie hoch das Modell sein soll",
    "How long the longest side of the model is to be": (
        "Wie lang die längste Seite des Modells sein soll"
    ),
    "How tall the character is": "Wie groß die Figur ist",
    "Files to make besides the GLB that is placed; fewer are quicker": (
        "Dateien neben dem GLB, das platziert wird; weniger gehen schneller"
    ),
    "Files to make": "Dateien, die entstehen sollen",
    "Make the preview picture with a transparent background too": (
        "Das Vorschaubild auch mit durchsichtigem Hintergrund machen"
    ),
    "Make preview pictures from the front, right, back and left; takes about 3 s longer": (
        "Vorschaubilder von vorn, rechts, hinten und links machen; dauert etwa 3 s länger"
    ),
    "Let Meshy improve the picture first; off keeps its look exactly": (
        "Meshy das Bild erst verbessern lassen; aus: es bleibt genau, wie es ist"
    ),
    "Have the input checked for harmful content first; the task stops if any is found": (
        "Die Eingabe erst auf schädliche Inhalte prüfen lassen; ist welcher darin, endet die"
        " Aufgabe"
    ),
    "Send pictures untouched. Else larger ones than Meshy can use are scaled down to 4096 pixels,"
    " and large ones without transparency become JPEGs": (
        "Bilder unverändert senden. Sonst werden größere, als Meshy verwenden kann, auf 4096 Pixel"
        " verkleinert, und große ohne Transparenz werden zu JPEGs"
    ),
    "Show the thing from several sides, in three pictures": (
        "Das Ding von mehreren Seiten zeigen, in drei Bildern"
    ),
    "Width to height": "Breite zu Höhe",
}
_MOVING = {
    "What to do with the animation's files": "Was mit den Dateien der Animation geschehen soll",
    "Frames per second": "Bilder je Sekunde",
    "Keep the way that the character makes; else it moves on the spot": (
        "Den Weg behalten, den die Figur macht; sonst bewegt sie sich auf der Stelle"
    ),
    "Lay the action down as a strip in the Nonlinear Animation editor, after the ones there,"
    " instead of making it the active one": (
        "Die Aktion als Streifen in den NLA-Editor legen, hinter die anderen, statt sie zur"
        " aktiven zu machen"
    ),
}
_PRINTING = {
    "How many colours the print may have": "Wie viele Farben der Druck haben darf",
    "How finely colours are told apart; more makes larger files": (
        "Wie fein Farben unterschieden werden; mehr macht die Dateien größer"
    ),
    "The file or folder to save it to; by default beside the .blend": (
        "Datei oder Ordner dafür; ohne Angabe neben der .blend-Datei"
    ),
    "Leave the object as it is, and stand the repaired one next to it": (
        "Das Objekt lassen, wie es ist, und das reparierte daneben stellen"
    ),
}
_LAB = {
    "Close the back, so that it is solid": "Die Rückseite schließen, damit es massiv wird",
    "Cut the subject out of the picture first": "Das Motiv erst aus dem Bild ausschneiden",
    "Exaggerates the relief": "Übertreibt das Relief",
    "How brightness becomes height": "Wie aus Helligkeit Höhe wird",
    "How far the relief stands out": "Wie weit das Relief hervorsteht",
    "How far the whole relief is raised": "Wie weit das ganze Relief angehoben ist",
    "How finely the relief is sampled": "Wie fein das Relief abgetastet wird",
    "How large it is": "Wie groß es ist",
    "How large the lampshade is": "Wie groß der Lampenschirm ist",
    "How much of the top is flattened, so that it can stand while printing": (
        "Wie viel oben flach abgeschnitten wird, damit es beim Drucken stehen kann"
    ),
    "How much the relief is smoothed": "Wie sehr das Relief geglättet wird",
    "How tall the figure stands in the scene; Meshy itself gives it no size. 0 leaves it as it"
    " is": (
        "Wie hoch die Figur in der Szene steht; Meshy selbst gibt ihr keine Größe. 0 lässt sie,"
        " wie sie ist"
    ),
    "How thick its wall is": "Wie dick die Wand ist",
    "How thick the plate behind it is": "Wie dick die Platte dahinter ist",
    "Make dark parts stand out instead": "Stattdessen dunkle Stellen hervorstehen lassen",
    "Moves the opening for the lamp sideways": "Verschiebt die Öffnung für die Lampe seitwärts",
    "Moves the opening for the lamp up or down": (
        "Verschiebt die Öffnung für die Lampe nach oben oder unten"
    ),
    "Put the measured figures into the zip file too": "Auch die Messwerte in die Zip-Datei legen",
    "The lamp inside, for which a base is made": (
        "Die Lampe darin, für die ein Sockel gemacht wird"
    ),
    "The outline of the badge": "Der Umriss des Abzeichens",
    "The power": "Der Exponent",
    "Turn the model around X before it becomes a lamp": (
        "Das Modell um X drehen, bevor es zur Lampe wird"
    ),
    "Turn the model around Y before it becomes a lamp": (
        "Das Modell um Y drehen, bevor es zur Lampe wird"
    ),
    "Turn the model around Z before it becomes a lamp": (
        "Das Modell um Z drehen, bevor es zur Lampe wird"
    ),
    "What is lower than this becomes flat": "Was niedriger ist, wird flach",
    "Which files come back": "Welche Dateien zurückkommen",
}
_CHOICES = {
    "3MF for printing": "3MF zum Drucken",
    "A character or a thing": "Eine Figur oder ein Ding",
    "A landscape": "Eine Landschaft",
    "Arms slanting down": "Arme schräg nach unten",
    "Arms straight out": "Arme waagrecht ausgestreckt",
    "As it comes": "Wie es kommt",
    "As much detail as the model gives": "So viele Einzelheiten, wie das Modell hergibt",
    "At its foot": "An seinem Fuß",
    "Automatic": "Automatisch",
    "Better than the standard": "Besser als der Standard",
    "Blender file": "Blender-Datei",
    "By a power": "Mit einem Exponenten",
    "Decimated triangles": "Reduzierte Dreiecke",
    "Evenly": "Gleichmäßig",
    "Everything in a zip file": "Alles in einer Zip-Datei",
    "Exact, with fewer aspect ratios": "Genau, mit weniger Seitenverhältnissen",
    "Few and clean polygons": "Wenige, saubere Polygone",
    "In its middle": "In seiner Mitte",
    "Like a sculpture, without colours": "Wie eine Skulptur, ohne Farben",
    "Make a USDZ of it": "Ein USDZ daraus machen",
    "Meshy 5: cheaper, less detail": "Meshy 5: günstiger, weniger Einzelheiten",
    "Mostly quads": "Meist Vierecke",
    "None, and no base": "Keine, und kein Sockel",
    "Quick and cheap": "Schnell und günstig",
    "Rounded rectangle": "Abgerundetes Rechteck",
    "STL files": "STL-Dateien",
    "STL, shape only": "STL, nur die Form",
    "The best of this family": "Das beste dieser Familie",
    "The newest, now Meshy 6": "Das neueste, zurzeit Meshy 6",
    "USDZ for Apple devices": "USDZ für Geräte von Apple",
    "Wavefront OBJ in a zip file": "Wavefront OBJ in einer Zip-Datei",
    "Wavefront OBJ with its material file": "Wavefront OBJ mit Materialdatei",
    "With more contrast": "Mit mehr Kontrast",
    "Write the FBX at another frame rate": "Das FBX mit anderer Bildrate schreiben",
    "Write the armature alone": "Nur die Armatur schreiben",
    "glTF binary": "glTF-Binärdatei",
    "glTF binary: what is placed in the scene": "glTF-Binärdatei: was in die Szene kommt",
    "Type in the name of another one": "Den Namen eines anderen eingeben",
    "The name, as Meshy's documentation has it": "Der Name, wie er in Meshys Dokumentation steht",
    "Leave it to Meshy": "Meshy überlassen",
    "Use the number instead": "Stattdessen die Zahl verwenden",
    "ultra": "sehr hoch",
    "high": "hoch",
    "medium": "mittel",
    "low": "niedrig",
    "film": "Film",
    "games": "Spiele",
}
COSTS = {
    "Costs nothing": "Kostet nichts",
    "Costs {credits}": "Kostet {credits}",
    "Costs {low} to {high}": "Kostet {low} bis {high}",
    "Costs no extra credits": "Kostet keine weiteren Credits",
    "Costs {credits} more": "Kostet {credits} mehr",
    "Costs {prices}": "Kostet {prices}",
    "Saves {credits}": "Spart {credits}",
    "{credits} with {choice}": "{credits} mit {choice}",
    "{one} or {other}": "{one} oder {other}",
    "1 credit": "1 Credit",
    "{number} credits": "{number} Credits",
    "Meshy advises against using it": "Meshy rät davon ab",
}
PARAMETERS = {
    **_JOBS,
    **_SOURCES,
    **_MAKING,
    **_MOVING,
    **_PRINTING,
    **_LAB,
    **_CHOICES,
}
