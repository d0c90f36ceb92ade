"""What goes wrong, and what can be done about it, in German."""

from __future__ import annotations

PARAMETERS = {
    "One of these is needed: {fields}.": "Eins davon wird gebraucht: {fields}.",
    "Only one of these can be given: {fields}.": "Nur eins davon geht: {fields}.",
    "{field} must be given: {what}.": "{field}: noch offen ist, {what}.",
    "what to make": "was entstehen soll",
    "files to make": "welche Dateien entstehen sollen",
    "what to change about the pictures": "was sich an den Bildern ändern soll",
    "{field} must be {wanted}, not {value}.": "{field}: möglich ist {wanted}, nicht {value}.",
    "between {low} and {high}{unit}": "zwischen {low} und {high}{unit}",
    "at least {low}{unit}": "mindestens {low}{unit}",
    "above {low}{unit}": "mehr als {low}{unit}",
    "above {low} and at most {high}{unit}": "mehr als {low} und höchstens {high}{unit}",
    "{field} takes {least} to {most} pictures, not {count}.": (
        "{field}: möglich sind {least} bis {most} Bilder, nicht {count}."
    ),
    "{field} takes at most {most} characters, and this has {count}.": (
        "{field}: möglich sind höchstens {most} Zeichen, und das sind {count}."
    ),
    "{field} needs {other} too.": "{field} braucht auch {other}.",
    "Meshy makes a model from one to four pictures, and these are {count}.": (
        "Meshy macht ein Modell aus einem bis vier Bildern, und das sind {count}."
    ),
    "What {field} was given isn't kept (a signed address, or data): give it anew.": (
        "Was unter {field} stand, ist nicht aufbewahrt (eine signierte Adresse oder Daten): neu"
        " angeben."
    ),
}
FILES = {
    "{field}: no picture was given.": "{field}: kein Bild angegeben.",
    "{field}: there is no file {path}.": "{field}: die Datei {path} gibt es nicht.",
    "{field}: {name} is empty.": "{field}: {name} ist leer.",
    "{field}: {name} can't be read ({reason}).": (
        "{field}: {name} lässt sich nicht lesen ({reason})."
    ),
    "{field}: {name} is damaged: its end is missing.": (
        "{field}: {name} ist beschädigt: das Ende fehlt."
    ),
    "{field}: {name} is not a picture that Blender can read; save it as PNG or JPEG.": (
        "{field}: {name} ist kein Bild, das Blender lesen kann; als PNG oder JPEG speichern."
    ),
    "{field}: {name} is larger than the {most} MB that Meshy takes.": (
        "{field}: {name} ist größer als die {most} MB, die Meshy nimmt."
    ),
    "{field}: {name} is larger than {most}.": "{field}: {name} ist größer als {most}.",
    "the {most} MB Meshy takes": "die {most} MB, die Meshy nimmt",
    "There is no render yet: press F12 first.": "Es gibt noch kein Renderbild: erst F12 drücken.",
    "There is no 3D viewport in this window.": "In diesem Fenster ist keine 3D-Ansicht.",
    "The image {name} has no pixels to send.": "Das Bild {name} hat keine Pixel.",
    "The disk is full: {path} can't be written.": (
        "Der Datenträger ist voll: {path} lässt sich nicht schreiben."
    ),
    "{path} can't be written ({reason}).": "{path} lässt sich nicht schreiben ({reason}).",
    "{path} can't be written.": "{path} lässt sich nicht schreiben.",
    "The job list was damaged: a new one was begun, and the old one is kept as {name}. Models of"
    " the last three days are still on your Meshy account.": (
        "Die Auftragsliste war beschädigt: eine neue ist angelegt, und die alte ist als {name}"
        " aufbewahrt. Modelle der letzten drei Tage sind noch in Ihrem Konto bei Meshy."
    ),
    "The job list was written by a newer version of Meshy for Blender: its jobs are not shown"
    " here, and stay as they are.": (
        "Die Auftragsliste stammt von einer neueren Version von Meshy for Blender: ihre Aufträge"
        " erscheinen hier nicht und bleiben, wie sie sind."
    ),
    "There is not enough memory to go on: close something, then resume the job.": (
        "Der Speicher reicht nicht: etwas schließen und dann den Auftrag fortsetzen."
    ),
    "An error in the add-on: {error}.": "Ein Fehler im Add-on: {error}.",
    "Another API key is in use now: Resume goes on with it.": (
        "Jetzt gilt ein anderer API-Schlüssel: Fortsetzen macht damit weiter."
    ),
    "Another Blender works on this job.": "Ein anderes Blender arbeitet an diesem Auftrag.",
    "The files of this task aren't on this machine any more.": (
        "Die Dateien dieser Aufgabe sind nicht mehr auf diesem Rechner."
    ),
}
SERVICE = {
    "Online access is off.": "Der Online-Zugriff ist aus.",
    "Meshy can't be reached: is this machine online?": (
        "Meshy ist nicht zu erreichen: ist dieser Rechner online?"
    ),
    "Meshy can't be reached: no connection.": "Meshy ist nicht zu erreichen: keine Verbindung.",
    "Meshy can't be reached: {reason}.": "Meshy ist nicht zu erreichen: {reason}.",
    "Meshy can't be reached safely: {reason}.": "Meshy ist nicht sicher zu erreichen: {reason}.",
    "Meshy can't be reached safely: the encrypted connection broke off; a proxy or a firewall may"
    " be in between.": (
        "Meshy ist nicht sicher zu erreichen: die verschlüsselte Verbindung brach ab; vielleicht"
        " steht ein Proxy oder eine Firewall dazwischen."
    ),
    "the proxy doesn't let it through": "der Proxy lässt es nicht durch",
    "its certificate has expired, or this machine's clock is wrong": (
        "das Zertifikat ist abgelaufen, oder die Uhr dieses Rechners geht falsch"
    ),
    "its certificate isn't valid yet, or this machine's clock is wrong": (
        "das Zertifikat gilt noch nicht, oder die Uhr dieses Rechners geht falsch"
    ),
    "Meshy didn't answer in time.": "Meshy hat nicht rechtzeitig geantwortet.",
    "The connection to Meshy was cut.": "Die Verbindung zu Meshy ist abgerissen.",
    "A web page came back instead of Meshy's answer: a login page of this network or a proxy may"
    " be in between.": (
        "Statt Meshys Antwort kam eine Webseite: vielleicht steht eine Anmeldeseite dieses"
        " Netzes oder ein Proxy dazwischen."
    ),
    "Meshy's service has a fault (HTTP {status}){said}.": (
        "Meshys Dienst hat eine Störung (HTTP {status}){said}."
    ),
    "Meshy refused the request{said}.": "Meshy hat die Anfrage abgelehnt{said}.",
    "Meshy refused the request (HTTP {status}){said}.": (
        "Meshy hat die Anfrage abgelehnt (HTTP {status}){said}."
    ),
    "Meshy forbids this{said}.": "Meshy erlaubt das nicht{said}.",
    "Meshy can't use this task{said}.": "Meshy kann diese Aufgabe nicht verwenden{said}.",
    "Meshy doesn't know this task (any more){said}.": (
        "Meshy kennt diese Aufgabe nicht (mehr){said}."
    ),
    "Meshy wants more credits than the account has{said}.": (
        "Meshy verlangt mehr Credits, als das Konto hat{said}."
    ),
    "Meshy is already working on as many tasks as the plan allows.": (
        "Meshy arbeitet schon an so vielen Aufgaben, wie der Tarif erlaubt."
    ),
    "The Meshy API key has characters that no key has: copy it again.": (
        "Der API-Schlüssel für Meshy hat Zeichen, die kein Schlüssel hat: noch einmal kopieren."
    ),
    "This job costs {cost} credits and the account has {balance}.": (
        "Dieser Auftrag kostet {cost} Credits, und das Konto hat {balance}."
    ),
    "This costs {cost} credits, and {limit} are allowed per job.": (
        "Das kostet {cost} Credits, und erlaubt sind {limit} je Auftrag."
    ),
    "These cost {cost} credits, and {limit} are allowed at a time.": (
        "Das kostet zusammen {cost} Credits, und erlaubt sind {limit} auf einmal."
    ),
    "This costs {cost} credits; {spent} of the {limit} that are allowed per day are spent"
    " already.": (
        "Das kostet {cost} Credits; {spent} von {limit}, die am Tag erlaubt sind, sind ausgegeben."
    ),
    "Meshy may have this one already, and it can't be told: look again, or send it again, which"
    " may pay twice.": (
        "Vielleicht hat Meshy das schon; feststellen lässt es sich nicht: nachsehen, oder noch"
        " einmal senden, was doppelt kosten kann."
    ),
    "This was sent with another API key, and whether Meshy has it can't be told with this one: look"
    " again with that key, or send it again, which may pay twice.": (
        "Gesendet wurde das mit einem anderen API-Schlüssel; mit diesem lässt sich nicht"
        " feststellen, ob Meshy es hat: mit jenem nachsehen, oder noch einmal senden, was doppelt"
        " kosten kann."
    ),
    "This was sent with another API key, and can't be cancelled with this one: set that key"
    " first.": (
        "Gesendet wurde das mit einem anderen API-Schlüssel, und mit diesem lässt es sich nicht"
        " abbrechen: erst jenen einstellen."
    ),
    "This was paid with another API key, and Meshy doesn't know it under this one: set that key and"
    " resume.": (
        "Bezahlt wurde das mit einem anderen API-Schlüssel, und unter diesem kennt Meshy es nicht:"
        " jenen einstellen und fortsetzen."
    ),
    "Meshy doesn't have this task any more; results are kept for three days": (
        "Meshy hat diese Aufgabe nicht mehr; Ergebnisse bleiben drei Tage"
    ),
    "This task has no files at Meshy.": "Zu dieser Aufgabe gibt es bei Meshy keine Dateien.",
    "The task stays at Meshy.": "Die Aufgabe bleibt bei Meshy.",
    "Task {task} before it is kept: go on from that.": (
        "Die Aufgabe {task} davor ist aufbewahrt: dort weitermachen."
    ),
    "The download from {host} was given up: {reason}.": (
        "Das Herunterladen von {host} ist aufgegeben: {reason}."
    ),
    "the connection was cut": "die Verbindung ist abgerissen",
    "there is no connection": "es gibt keine Verbindung",
    "it doesn't answer": "keine Antwort",
    "The 3D model that Meshy sent is damaged: {reason}.": (
        "Das 3D-Modell von Meshy ist beschädigt: {reason}."
    ),
    "A background Blender crashed twice while it imported this model. Save your file before you"
    " place it.": (
        "Ein Blender im Hintergrund ist beim Importieren dieses Modells zweimal abgestürzt. Vor"
        " dem Platzieren die eigene Datei speichern."
    ),
}
REMEDIES = {
    "Try again; if it keeps happening, write to Meshy's support.": (
        "Noch einmal versuchen; passiert es wieder, dem Support von Meshy schreiben."
    ),
    "Try again; if it keeps happening, ask for something simpler.": (
        "Noch einmal versuchen; passiert es wieder, etwas Einfacheres verlangen."
    ),
    "Try again, or ask for another file format.": (
        "Noch einmal versuchen, oder ein anderes Dateiformat verlangen."
    ),
    "Meshy is busy: wait a moment and try again.": (
        "Meshy ist beschäftigt: einen Moment warten und noch einmal versuchen."
    ),
    "Say it in other words, or use another picture.": (
        "Mit anderen Worten sagen, oder ein anderes Bild nehmen."
    ),
    "Ask for one simple object: no piles of small things, no lattices, no whole buildings.": (
        "Ein einfaches Ding verlangen: keine Haufen kleiner Dinge, keine Gitter, keine ganzen"
        " Gebäude."
    ),
    "Unwrap the model first (UV ▸ Smart UV Project), or let Meshy make new UVs.": (
        "Das Modell erst abwickeln (UV ▸ Smart UV Project), oder Meshy neue UVs machen lassen."
    ),
    "Unwrap the model again so that its islands fill the UV space, or let Meshy make new UVs.": (
        "Das Modell so abwickeln, dass die Inseln den UV-Raum füllen, oder Meshy neue UVs machen"
        " lassen."
    ),
    "Check the picture or model that was sent: it may be empty or of a kind Meshy can't read.": (
        "Das gesendete Bild oder Modell prüfen: es ist vielleicht leer oder von einer Art, die"
        " Meshy nicht lesen kann."
    ),
    "Meshy finds no figure to rig in this model: it takes one textured humanoid that stands"
    " upright in a T- or A-pose, its limbs apart, and faces -Y (to the Front view).": (
        "Meshy findet in diesem Modell keine Figur für ein Rig: nötig ist eine texturierte,"
        " menschenähnliche Figur, die aufrecht in T- oder A-Pose steht, die Glieder gespreizt,"
        " mit Blick nach -Y (zur Vorderansicht)."
    ),
}
OBJECTS = {
    '"{name}" doesn\'t stand upright along its own Z axis.': (
        "„{name}“ steht nicht aufrecht an der eigenen Z-Achse."
    ),
    '"{name}" should face −Y in its own axes: its side seems to.': (
        "„{name}“ soll in den eigenen Achsen nach −Y blicken: das tut wohl die Seite."
    ),
    '"{name}" should face −Y in its own axes: its toes point to +Y.': (
        "„{name}“ soll in den eigenen Achsen nach −Y blicken: die Zehen zeigen nach +Y."
    ),
    '"{name}" is being edited or painted: go back to Object Mode first.': (
        "„{name}“ wird bearbeitet oder bemalt: erst in den Objektmodus wechseln."
    ),
    "{name} is {factor} × as large.": "{name} ist {factor} × so groß.",
    "{name} was edited meanwhile: choose {look} in its variants to see the result.": (
        "{name} wurde inzwischen bearbeitet: das Ergebnis zeigt {look} unter den Varianten."
    ),
    "Leave Texture Paint mode first": "Erst Texture Paint verlassen",
    '"{name}" is linked from another file: make it local first.': (
        "„{name}“ ist aus einer anderen Datei verknüpft: erst lokal machen."
    ),
    'No bone of "{name}" has the name that Meshy gave it.': (
        "Kein Knochen von „{name}“ heißt noch so, wie Meshy ihn genannt hat."
    ),
    'The scene "{name}" is not in this file.': "Die Szene „{name}“ ist nicht in dieser Datei.",
    'There is no asset library "{name}" in the preferences.': (
        "In den Einstellungen gibt es keine Asset-Bibliothek „{name}“."
    ),
    "{path} is open: save it as usual.": "{path} ist offen: wie gewohnt speichern.",
    "{name} comes from another file: mark it there.": (
        "{name} kommt aus einer anderen Datei: dort markieren."
    ),
    "the report is in the clipboard.": "der Bericht ist in der Zwischenablage.",
}
TROUBLES = {**PARAMETERS, **FILES, **SERVICE, **REMEDIES, **OBJECTS}
