"""What the doctor finds, in German."""

from __future__ import annotations

SUBJECTS = {
    "API key": "API-Schlüssel",
    "Online access": "Online-Zugriff",
    "Address": "Adresse",
    "Certificates": "Zertifikate",
    "Name (DNS)": "Name (DNS)",
    "Meshy's service": "Meshys Dienst",
    "Clock": "Uhr",
    "Disk": "Datenträger",
    "Job list": "Auftragsliste",
    "Background Blender": "Blender im Hintergrund",
}
FINDINGS = {
    "there is one, from {source}{kind}.": "es gibt einen, aus {source}{kind}.",
    ", the one of Meshy's test mode": ", den von Meshys Testmodus",
    "other users of this machine can read its file.": (
        "andere Benutzer dieses Rechners können seine Datei lesen."
    ),
    "Take their rights away ({path}), and make a new key.": (
        "Ihnen das Recht nehmen ({path}) und einen neuen Schlüssel machen."
    ),
    "allowed.": "erlaubt.",
    "{host}, from MESHY_API_URL.": "{host}, aus MESHY_API_URL.",
    "none.": "keiner.",
    "the operating system's and certifi's{more}: {known} authorities are trusted.": (
        "die des Betriebssystems und von certifi{more}: {known} Stellen gelten."
    ),
    " and those that {names} names": " und die aus {names}",
    "Set the variable right, or take it away.": "Die Variable berichtigen oder wegnehmen.",
    "{host} is found.": "{host} ist zu finden.",
    "{host} can't be found.": "{host} ist nicht zu finden.",
    "Is this machine online? Does a firewall or a DNS filter keep it from being found?": (
        "Ist dieser Rechner online? Verhindert es eine Firewall oder ein DNS-Filter?"
    ),
    "{answer}, {time:.1f} s.": "{answer}, {time:.1f} s.",
    "test mode answers": "der Testmodus antwortet",
    "answers, {credits:,} credits": "antwortet, {credits:,} Credits",
    "right.": "richtig.",
    "{minutes:.0f} minutes {way}.": "{minutes:.0f} Minuten {way}.",
    "ahead": "vor",
    "behind": "nach",
    "Set it right: certificates and times go by it.": (
        "Stellen: Zertifikate und Zeiten richten sich danach."
    ),
    "{free:,.1f} GB are free in {path}.": "{free:,.1f} GB sind frei in {path}.",
    "Make room: a model takes up to 100 MB.": "Platz schaffen: ein Modell braucht bis zu 100 MB.",
    "Make room there, or name another folder in MESHY_STATE_DIR.": (
        "Dort Platz schaffen, oder in MESHY_STATE_DIR einen anderen Ordner nennen."
    ),
    "none yet.": "noch keine.",
    "sound, {count} unfinished.": "in Ordnung, {count} unfertige.",
    "sound; {count} damaged ones were set aside.": (
        "in Ordnung; {count} beschädigte sind beiseitegelegt."
    ),
    "it can be started.": "lässt sich starten.",
    "{path} can't be started.": "{path} lässt sich nicht starten.",
    "Models are prepared in this Blender, which stands still for a second.": (
        "Modelle werden in diesem Blender vorbereitet, das eine Sekunde stillsteht."
    ),
}
DOCTOR = {**SUBJECTS, **FINDINGS}
