"""A short report and what people code in it, for the tests of double coding."""

TEXT = (
    "Gunmen from the Ash Column attacked the town of Orven on Monday, police said. "
    "At least 9 people were killed. The mayor of Velm was abducted."
)
RAID = {"type": "attack", "said": "Gunmen from the Ash Column attacked the town of Orven", "actor": "the Ash Column",
        "place": "Orven", "voice": "police", "role": "security_force", "day": "2031-04-28"}  # fmt: skip
BOMBED = {**RAID, "type": "bombing"}
DEAD = {"type": "violence_other", "said": "At least 9 people were killed", "killed": "9"}
TAKEN = {"type": "abduction", "said": "The mayor of Velm was abducted", "target": "The mayor of Velm"}
