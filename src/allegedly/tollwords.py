"""The words by which a local report tells of the dead, the hurt and the shot, as patterns."""

from __future__ import annotations

import re

__all__ = [
    "ALSO_DEAD",
    "ALSO_HURT",
    "AND_BEFORE",
    "DIED",
    "FATALLY",
    "FOLD",
    "GOVERNED",
    "HARM_AFTER",
    "HARM_BEFORE",
    "HURT",
    "HURTS_TWO",
    "NOT_DIED",
    "ONE_AND",
    "OTHER",
    "PEOPLE",
    "SELF_BESIDE",
    "SHOT_AFTER",
    "SHOT_BEFORE",
    "SHOT_DEAD",
    "SUBSET",
    "THINGS",
    "TWO_HURT",
]

_FLAG = re.IGNORECASE
_PERSON = (
    r"(?:m[ae]n|wom[ae]n|teen(?:ager)?s?|boys?|girls?|child|toddler|baby|infant|students?|officer|deputy|trooper"
    r"|agent|clerk|father|mother|dad|mom|parents?|son|daughter|husband|wife"
    r"|girlfriend|boyfriend|brother|sister|cousin|grandmother|grandfather|grandson|nephew|niece|friend|classmate"
    r"|neighbou?r|resident|employee|worker|youth|victim|driver|passenger|guard|bystander"
    r"|homeowner|burglar|robber|intruder|suspect|gunman|shooter|player|athlete|rapper|person|male|female"
    r"|juvenile|adult|one|year-old|hunter|coach|teacher|sophomore|freshman|senior|junior)"
)
DIED = re.compile(
    r"\b(?:killed|kills|killing|dead|dies|died|dying|fatally|fatal|fatality|fatalities|slain|slaying|slayings"
    r"|murdered|murder|homicide|manslaughter|deadly|shot\s{1,3}to\s{1,3}death|deceased|deaths?|passed\s{1,3}away"
    r"|succumbed|lost\s{1,3}(?:his|her)\s{1,3}life|took\s{1,3}(?:his|her)\s{1,3}(?:own\s{1,3})?life|coroner"
    r"|autopsy|medical\s{1,3}examiner|obituary|funeral|memorial\s{1,3}service|survived\s{1,3}by|executed|suicide"
    r"|body|entered\s{1,3}into\s{1,3}rest|vigil)\b",
    _FLAG,
)
# words of death that tell of no death here
NOT_DIED = re.compile(
    r"\b(?:attempt(?:ed|ing|s)?(?:\s{1,3}to)?\s{1,3}(?:(?:first|second)[\s-]{1,3}degree\s{1,3}|capital\s{1,3}"
    r"|commit\s{1,3})?(?:murders?|homicide|manslaughter|kill|suicide)|deadly\s{1,3}(?:weapon|force|conduct)"
    r"|death\s{1,3}(?:penalty|row|threats?)"
    r"|homicide\s{1,3}(?:unit|detectives?|investigators?|division|squad|bureau|section|commander|team|lieutenant"
    r"|sergeant)|intent\s{1,3}to\s{1,3}(?:kill|murder)|threaten\w{0,3}\s{1,3}to\s{1,3}kill"
    r"|tried\s{1,3}to\s{1,3}kill|try(?:ing)?\s{1,3}to\s{1,3}kill"
    r"|could\s{1,3}have\s{1,3}(?:been\s{1,3})?(?:killed|died|dead)|non-?\s?fatal|not\s{1,3}(?:be\s{1,3}"
    r"|been\s{1,3})?(?:fatal|killed|dead|died)|nobody\s{1,3}(?:died|was\s{1,3}killed)|no\s{1,3}one\s{1,3}(?:died"
    r"|was\s{1,3}killed)|left\s{1,3}for\s{1,3}dead|dead[\s-]end"
    r"|body\s{1,3}(?:armor|cameras?|cam)|upper\s{1,3}body|lower\s{1,3}body|student\s{1,3}body"
    r"|suicide\s{1,3}prevention|conspiracy\s{1,3}to\s{1,3}(?:commit\s{1,3})?murder"
    r"|assault\s{1,3}(?:with\s{1,3})?intent\s{1,3}to\s{1,3}(?:commit\s{1,3})?murder)\b",
    _FLAG,
)
HURT = re.compile(
    r"\b(?:wound(?:ed|ing|s)?|injur(?:ed|ing|es|ies|y)|hurt|shot|shoots|hospitali[sz]ed|(?:critical|stable"
    r"|serious|fair|good|guarded)\s{1,3}(?:but\s{1,3}stable\s{1,3})?condition|critically|survive[ds]?|gunshot"
    r"|struck|grazed|recovering|recovery|recover)\b",
    _FLAG,
)
_SHOT = re.compile(
    r"\b(?:shot|struck|hit|gunned\s{1,3}down|(?:gunshot|bullet)\s{1,3}wounds?|shooting\s{1,3}victims?"
    r"|found\s{1,3}with)\b",
    _FLAG,
)
# what tells of somebody hurt beside the dead: "and another wounded", "the second victim is in hospital"
ALSO_HURT = re.compile(
    rf"\b(?:another|second|other|surviving|a)\s{{1,3}}(?:[\w-]{{1,14}}\s{{1,3}}){{0,3}}?(?:(?:was|were|is|are"
    rf"|has\s{{1,3}}been|being|also|in|later|still)\s{{1,3}}){{0,4}}(?:[a-z]{{4,10}}ly\s{{1,3}})?(?:wounded"
    rf"|injured|hurt|hospitali[sz]ed|critical\s{{1,3}}condition|stable\s{{1,3}}condition"
    rf"|serious\s{{1,3}}condition|in\s{{1,3}}(?:the\s{{1,3}})?hospital)\b"
    rf"|\b(?:wound|injur)ing\s{{1,3}}(?:an?|another|his|her|the)\b|\b{_PERSON}\s{{1,3}}(?:wounded|injured|hurt"
    rf"|critical(?:ly)?)\b",
    _FLAG,
)
ALSO_DEAD = re.compile(
    r"\bmurder[\s–-]{1,3}suicide\b|\b(?:kills?|killed|shot|shoots?|shooting|killing|stabb(?:ed|ing)|dead|death"
    r"|die|turn(?:s|ed|ing))\s{1,3}(?!and\b|dead\b|(?:him|her"
    r"|them)sel)[^.]{2,80}?\b(?:and\s{1,3}(?:then\s{1,3})?(?:killed\s{1,3}|shot\s{1,3}|killing\s{1,3}"
    r"|shooting\s{1,3}|kills\s{1,3}|shoots\s{1,3})?(?:him|her|them)self|(?:kills|killed|shot"
    r"|shoots)\s{1,3}(?:him|her)self|the\s{1,3}gun\s{1,3}on\s{1,3}(?:him|her)self|before\s{1,3}(?:killing"
    r"|shooting)\s{1,3}(?:him|her)self)\b",
    _FLAG,
)
FATALLY = re.compile(
    r"\b(?:one|1)\s{1,3}(?:of\s{1,3}(?:them|whom)\s{1,3})?(?:fatally|dead|died|killed|dies)\b"
    r"|\bone\s{1,3}of\s{1,3}(?:them|whom|the\s{1,3}victims)\s{1,3}(?:has\s{1,3}|later\s{1,3}|was\s{1,3})?(?:died"
    r"|fatally|killed|dead)",
    _FLAG,
)
FOLD = re.compile(
    r"\b(?P<fold>double|triple|quadruple)[\s-]{1,3}(?P<fatal>fatal\s{1,3})?(?P<what>shooting|murder|homicide"
    r"|killing|slaying)\b",
    _FLAG,
)
OTHER = re.compile(r"(?:\s{1,3}[\w-]{1,14}){0,1}?\s{1,3}others?\b|\s{1,3}more\b", _FLAG)
AND_BEFORE = re.compile(
    r"(?:,|\band|\b&)\s{1,3}(?:at\s{1,3}least\s{1,3}|wound\w{0,3}\s{1,3}|injur\w{0,3}\s{1,3}|kill\w{0,3}\s{1,3})?$",
    _FLAG,
)
GOVERNED = re.compile(
    rf"\b(?:kill(?:ed|ing|s)|murder(?:ed|ing|s)|deaths?\s{{1,3}}of"
    rf"|slaying\w?\s{{1,3}}of)\b[^.;]{{0,30}}\b{_PERSON}\b[^.;]{{0,30}}$",
    _FLAG,
)
SUBSET = re.compile(
    r"\b(?:including|among\s{1,3}them|of\s{1,3}them|of\s{1,3}whom)[\s,:]{1,4}(?:at\s{1,3}least\s{1,3})?$", _FLAG
)


PEOPLE = re.compile(
    rf"\b(?:people|persons|others?|more|victims|m[ae]n|wom[ae]n|males?|females?|children|kids|babies|officers?"
    rf"|deputies|police\w{{0,5}}|dead|wounded|injured|hurt|shot|killed|siblings|family|families|relatives"
    rf"|members|{_PERSON}s?|gang\s{{1,3}}members|teens|patrons|customers|partygoers|guests|civilians|troopers"
    rf"|adults|minors|juveniles|fatalities|deaths|injuries|bystanders|residents|suspects|robbers|homicides|bodies)$",
    _FLAG,
)
_HARM = (
    r"(?:shot|killed|dead|died|dies|hurt|injured|wounded|fatally|critical(?:ly)?|hospitali[sz]ed|slain|murdered"
    r"|struck|hit|injuries|wounds)"
)
HARM_AFTER = re.compile(
    rf"(?:\s{{1,3}}|,\s)(?:(?:others?|more|were|was|are|is|have|had|has|been|also|in|reportedly|people|left"
    rf"|found|seriously|of\s{{1,3}}them|of\s{{1,3}}whom)\s{{1,3}}){{0,5}}{_HARM}\b",
    _FLAG,
)
HARM_BEFORE = re.compile(
    r"\b(?:shot|shoots|shooting|kill\w{1,3}|wound\w{1,3}|injur\w{1,3}|leav\w{1,3}|left|hurt\w{0,3}|hit\w{0,4}"
    r"|claim\w{0,3})\s{1,3}(?:at\s{1,3}least\s{1,3}|another\s{1,3}|about\s{1,3}){0,2}$",
    _FLAG,
)
# two lone victims told together: "a mother and her son were found dead", "killing an officer and a clerk"
_TWO = (
    r"\b{_PERSON}(?:,\s\d{1,2})?(?:,\s{1,3}(?:and\s{1,3})?|\s{1,3}(?:and|&)\s{1,3})(?:(?:an?|the|his|her|their"
    r"|teen|young|infant|pregnant|\d{1,2}-(?:year|month)-old|police|baby)\s{1,3}){0,4}{_PERSON}\b(?:,\s\d{1,2},?)?".replace(
        "{_PERSON}", _PERSON.replace("|year-old", "").replace("|one|", "|")
    )
)
TWO_HURT = re.compile(
    rf"{_TWO}\s{{1,3}}(?:(?:were|are|was|have|had|been|found|both|later|also|who|in|critically|accidentally"
    rf"|who)\s{{1,3}}){{0,4}}(?P<harm>{_HARM})\b",
    _FLAG,
)
HURTS_TWO = re.compile(
    rf"\b(?P<harm>shot|shoots|shooting|shooting\s{{1,3}}of|kill(?:s|ed|ing)|wound(?:s|ed|ing)|injur(?:es|ed|ing)"
    rf"|deaths?\s{{1,3}}of|murders?\s{{1,3}}of)\s{{1,3}}(?:(?:an?|the|his|her|their|of"
    rf"|both)\s{{1,3}}){{0,2}}(?:[\w’'-]{{2,14}}\s{{1,3}}){{0,2}}{_TWO}",
    _FLAG,
)
# "a father and two children": one more than the number
ONE_AND = re.compile(
    rf"\b{_PERSON}(?:,\s\d{{1,2}})?(?:,\s{{1,3}}(?:and\s{{1,3}})?|\s{{1,3}}(?:and|&)\s{{1,3}})(?:his\s{{1,3}}"
    rf"|her\s{{1,3}}|their\s{{1,3}})?$",
    _FLAG,
)
# one who killed others counts himself when the number leaves him out: "kills himself, 2 children"
SELF_BESIDE = re.compile(r"\b(?:him|her|them)sel(?:f|ves)\b|\bself\b", _FLAG)
# "shot dead", "shot and killed": the shot were killed
SHOT_DEAD = re.compile(r"\s{1,3}(?:and\s{1,3}killed|dead|to\s{1,3}death)\b", _FLAG)
# counts of charges, shots and years count nobody hurt
THINGS = re.compile(
    r"\b(?:counts?|shots|rounds?|times|bullets?|charges?|shootings?|guns?|suspects?|homicides?|murders?|arrest\w{0,3}"
    r"|witnesses|cars?|vehicles|incidents?|wounds?|killings|casings|officers\s{1,3}were\s{1,3}involved)\b",
    _FLAG,
)
# "six people were shot", "opened fire, hitting six": who was shot, dead or alive
SHOT_AFTER = re.compile(
    r"\s{0,3}(?:(?:people|persons?|others?|who|were|was|had|been|are|have|reported(?:ly)?|all|also)\s{1,3}){0,4}"
    r"(?:shot|struck|hit)\b(?!\s{1,3}(?:and\s{1,3}killed|dead|to\s{1,3}death))",
    _FLAG,
)
SHOT_BEFORE = re.compile(
    r"\b(?:shot|shooting(?:\s{1,3}of)?|shoots|struck|shots?\s{1,3}at|hit)\s{1,3}(?:at\s{1,3}least\s{1,3})?$", _FLAG
)
