"""Lines a page prints around its story: age notices, advertisements, sharing, teasers, credits, section names.

A caption says what a picture shows and is content. A line that only credits a picture ("Image via Harbour Front") is
labelled caption too: it may tell whose footage the report rests on, and a coder finds no happening in it.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib

__all__ = ["byline_of", "is_caption", "is_date_line", "is_furniture"]

_FLAG = re.IGNORECASE

# whole lines; bounded, and each begins with a fixed word so that a long line fails at once
_LINES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"\A(?:{pattern})", _FLAG)
    for pattern in (
        r"FYI[.!]?$",
        r"(?:this\s(?:story|article)\swas\s(?:first\s|originally\s)?published\s).{1,80}$",
        r"(?:this\s(?:story|article)\s(?:first|originally)\sappeared\s).{1,80}$",
        r"(?:-{1,3}\s?)?advertisements?(?:\s?-{1,3})?(?:[.:]|\s-\s.{1,60})?$",
        r"(?:sponsored|promoted)(?:\scontent|\spost|\sby\s.{1,40})?[.:]?$",
        r"(?:story|article)\scontinues\sbelow.{0,40}$",
        r"(?:please\s)?follow\s.{1,90}\son\s(?:twitter|facebook|instagram|telegram|x|tiktok|youtube|threads|mastodon|bluesky)\b.{0,80}$",
        r"(?:please\s)?follow\s(?:us|me|@\w{1,30})\b.{0,80}$",
        r"(?:like|find|join)\sus\son\s.{1,60}$",
        r"(?:join\sthe\s(?:conversation|discussion)|stay\sup\sto\sdate|never\smiss)\b.{0,100}$",
        r"(?:sign\sup|subscribe|log\sin|sign\sin)\s(?:now\s|today\s|using\s)?(?:for|to|here|today|your)\b.{0,160}$",
        r"(?:register|join)\s(?:now|here|today|for\s(?:free|our|the\snewsletter))\b.{0,160}$",
        r"(?:already\shave\san\saccount|thank\syou\sfor\s(?:registering|subscribing|signing)|welcome\sback)\b.{0,60}$",
        r"(?:there\swas\sa\sproblem\ssaving|your\snotification\shas|please\senable\sjavascript|this\sslideshow\srequires)\b.{0,80}$",
        r"get\s(?:the|our|your|digital)\s.{1,60}(?:newsletter|in\syour\sinbox|app|access)\b.{0,80}$",
        r"share(?:\s(?:this|on|via|with).{0,60})?[.:]?$",
        r"(?:like\sthis:|read\sor\sshare\sthis\sstory).{0,100}$",
        r"(?:tweet|email|print|save|copy\slink|whatsapp|comments?|reply|menu|search|skip\sto\s.{1,40}|back\sto\stop)[.:]?$",
        r"\d{1,4}\s(?:pending\s)?(?:comments?|shares?|likes?|retweets?)$",
        r"(?:read|see|watch|listen|view)\s(?:more|also|next|the\sfull\s(?:story|report)|our|now|here|this\sstory)\b.{0,160}$",
        r"listen\s(?:to|on)\s(?:our|the|this)\s(?:\w{1,20}\s){0,2}(?:podcast|show|radio|episode|audio|story|report)\b.{0,100}$",
        r"(?:[►▶»+•]\s?)?(?:related|recommended|popular|trending|top\strending|most\s(?:read|popular|viewed|shared)|you\smay\s(?:also\s)?like|editor[’']s\spicks?|up\snext|also\sread|don[’']t\smiss|in\spictures|topics?|tags?|filed\sunder|more)(?:\s?[:|].{0,160}|(?:\s(?:stories|links|content|contentview|articles?|news|coverage|topics|posts|reading|videos?|now|today|on|in|here)\b.{0,60})?[:.]?|\s.{1,60}:)$",
        r"more\s(?:from|on|stories|local\snews|news)\b.{0,80}$",
        r"for\smore\s(?:\w{1,20}\s){0,2}(?:news|stories|coverage|updates)\b.{0,100}$",
        r"(?:click|tap)\s(?:here|now|to)\b.{0,120}$",
        r"(?:download|donate\sto|support)\s(?:our|the\s(?:\S{1,20}\s){0,4}app|us)\b.{0,120}$",
        r"(?:we\suse|this\s(?:web)?site\suses)\scookies\b.{0,300}$",
        r"[(]?(?:©|\(c\)\s?\d{4}|copyright\b).{0,160}$",
        r"all\srights\sreserved\b.{0,80}$",
        r"(?:additional\s)?(?:reporting|writing|editing|research)\sby\s.{1,160}$",
        r"(?:\w[\w.’'-]{0,24}\s){1,9}(?:also\s)?contributed\s(?:to\s(?:this\b|the\s(?:story|report|article|reporting)\b)|(?:additional\s|to\s)?reporting\b|from\b).{0,80}$",
        r"with\s(?:additional\s)?(?:reporting|files)\s(?:from|by)\b.{1,120}$",
        r"(?:\w[\w.’'-]{0,24}\s){1,4}is\san?\s(?:\w[\w’'-]{0,24}\s){1,4}(?:staff\s)?(?:writer|reporter|correspondent|columnist)\s?(?:at|for|with|based)?\b.{0,60}$",
        r"(?:contact|email|reach|write\sto)\s(?:the\s(?:author|reporter|writer|editor|newsroom)|us\b|.{1,60}\S@\S).{0,120}$",
        r"(?:have\sa\s(?:question|comment|tip|news\stip)|send\s(?:us\s)?(?:your|a)\s(?:tips?|comments?)|report\san\serror)\b.{0,120}$",
        r"update\s?[@:]?\s?\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?.{0,30}$",
        r"(?:published|posted|last\s(?:updated|modified)|updated|first\spublished)\s?(?:on|at|:|@)?\s?(?:(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}\.?,?\s)?(?:\w{3,9}\.?\s\d{1,2}|\d{1,2}[\s/.:-]).{0,60}$",
        r"(?:reading\stime:?\s)?\d{1,2}\s(?:minutes?|min)\sread$|reading\stime\b.{0,20}$",
        r"(?:loading|image\sunavailable|javascript\sis\s.{1,60})[.…]{0,3}$",
        r"(?:https?://|www\.)\S{1,300}$",
        r"(?:twitter:?\s)?@\w{1,30}$|\S{1,60}@[\w.-]{3,60}[,;]?(?:\s.{0,60})?$",
        r"(?:photo_(?:prev|next)\w{0,10}\||for\simmediate\srelease).{0,200}$",
        r"[\W_]{2,80}$|\#{3}\w{0,30}\#{3}$",
    )
)
# a byline's names are capitalised and its "by" is not shouted, so that wrapped wire copy is none
_BYLINE = re.compile(
    r"(?:[Bb]y|Words\sby|Story\sby):?\s(?P<names>[A-Z][\w’'-][\w.’'-]{0,24}(?:\s(?:and\s|de\s|al-|bin\s|van\s|von\s)?[A-Z][\w.’'-]{0,24}){1,6})(?:,?\s?[|,–—-]?\s.{0,50})?$"
)
# "This story is over 5 years old", "first published more than eight years ago", however it goes on
_AGE = re.compile(
    r"\b(?:this|the)\s(?:story|article|post|page|report|item)\b.{0,80}?\b(?:years?|months?)(?:\s|-)(?:old|ago)\b", _FLAG
)
# an age notice is a line or two
_LONGEST_NOTICE = 180
_TEASER_END = re.compile(
    r"(?:^|[.!?…:]\s{1,3})(?:(?:read|see|watch|find\sout|learn)\s(?:more|the\sfull\s(?:story|report)|how|why)?\s?(?:here|now|below)?\s?(?:[.:»>→]{0,3})|continue\sreading.{0,5})$",
    _FLAG,
)
# a teaser is a line or two; a paragraph that merely ends so is a story
_LONGEST_TEASER = 240
_PICTURE = r"(?:image|photo|photograph|picture|screenshot|screengrab|illustration|graphic|still|map)s?"
_CREDIT = re.compile(
    rf"(?:(?:file\s)?(?:{_PICTURE}|videos?|footage)(?:\s?:\s|\s(?:via|by|courtesy|credit)\b|\s?/\s?)|(?:caption|credit|(?:photo|image|video)\scredit)\s?:|©)",
    _FLAG,
)
# what is said of a picture in a sentence is a caption only when the picture is what the sentence is about
_SHOWN = re.compile(
    rf"(?:file\s{_PICTURE}\b|(?:a|an|this|the|in\sthis)\s(?:file\s|undated\s|handout\s|archive\s|combination\s|aerial\s|satellite\s){{1,2}}(?:{_PICTURE}|video)\s(?:shows?|released|taken|provided|obtained|from|by|made)\b"
    rf"|in\sthis\s(?:[\w.,]{{1,12}}\s){{0,4}}{_PICTURE}\b)",
    _FLAG,
)
_CREDIT_WITHIN = re.compile(r"[.)]\s(?:image|photo|photograph|picture|credit)s?(?:\scredit)?:\s\S", _FLAG)
_AGENCY = r"(?:AP|AFP|Reuters|EPA(?:-EFE)?|Getty(?:\sImages)?|Anadolu|Xinhua|file|handout|via\s\w{2,20})"
# "(Reuters)" under a story is its source; a credit has a slash or the word photo
_CREDIT_END = re.compile(
    rf"(?:\w/\s?{_AGENCY}(?:\s?photo)?[)\]]?\.?|[(\[]{_PICTURE}(?:\s?:|\sby|\scourtesy|\scredit)\s?[^()]{{1,80}}[)\]]|[(\[]{_AGENCY}\sphoto[^()]{{0,60}}[)\]]|\(published\s[^()]{{5,60}}\d{{4}}\)|©\s?[^.]{{2,60}})$",
    _FLAG,
)


_DATE_LINE = re.compile(
    r"\A(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|at|[ap]\.?m\.?|[a-z]{1,3}t|gmt|utc|\d{1,4}(?:st|nd|rd|th)?|\d{1,2}[ap]m|\d\dT\d\d|\d\dZ)\b[\s.,:/|@–—-]{0,4}){2,12}$",
    _FLAG,
)


def is_date_line(line: str) -> bool:
    """Whether a line holds a day, with or without a clock, and nothing else.

    >>> is_date_line("Friday, 3 May 2016 10:12 GMT"), is_date_line("May 3 attack")
    (True, False)
    """
    return bool(_DATE_LINE.match(line.strip())) and any(char.isdigit() for char in line)


def is_furniture(line: str) -> bool:
    """Whether a line or short paragraph is page furniture and nobody's report.

    >>> is_furniture("Advertisement"), is_furniture("Gunmen attacked the post.")
    (True, False)
    """
    words = " ".join(line.split())
    if words.casefold().rstrip(":|») ") in _words_alone():
        return True
    if len(words) <= _LONGEST_TEASER and _TEASER_END.search(words):
        return True
    if len(words) <= _LONGEST_NOTICE and _AGE.search(words):
        return True
    return bool(_BYLINE.match(words)) or any(pattern.match(words) for pattern in _LINES)


def byline_of(line: str) -> str | None:
    """The names in a byline, None when the line is none.

    >>> byline_of("By Ada Lorne and Tomas Reyl | 3 May 2016")
    'Ada Lorne and Tomas Reyl'
    """
    byline = _BYLINE.match(" ".join(line.split()))
    return byline["names"] if byline else None


@functools.cache
def _words_alone() -> frozenset[str]:
    """The lines of furniture.toml: section names, buttons and labels that stand alone; a heading has more words."""
    table = importlib.resources.files("allegedly").joinpath("data/furniture.toml").read_text(encoding="utf-8")
    return frozenset(word for words in tomllib.loads(table).values() for word in words)


def is_caption(line: str) -> bool:
    """Whether a line describes or credits a picture; a paragraph of the story that tells what footage showed is none.

    >>> is_caption("Image via YouTube/Harbour Front"), is_caption("Footage from the camera showed him running.")
    (True, False)
    """
    words = " ".join(line.split())
    if len(words) > _LONGEST_TEASER:
        return bool(_SHOWN.match(words)) or bool(_CREDIT_END.search(words, len(words) - 90))
    return bool(
        _CREDIT.match(words) or _SHOWN.match(words) or _CREDIT_WITHIN.search(words) or _CREDIT_END.search(words)
    )
