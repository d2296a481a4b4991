"""Lines a page prints around its story: age notices, advertisements, sharing, teasers, credits, section names."""

from __future__ import annotations

import re

__all__ = ["byline_of", "is_caption", "is_furniture"]

_FLAG = re.IGNORECASE

# section names stand alone on their line; a heading inside a digest has more words
_SECTIONS = frozenset(
    (
        "news",
        "world",
        "politics",
        "opinion",
        "home",
        "video",
        "videos",
        "sport",
        "sports",
        "business",
        "technology",
        "tech",
        "culture",
        "entertainment",
        "science",
        "health",
        "environment",
        "crime",
        "conflict",
        "security",
        "middle east",
        "africa",
        "asia",
        "europe",
        "americas",
        "local",
        "national",
        "international",
        "live",
        "top stories",
        "latest news",
        "world news",
        "breaking news",
    )
)
# whole lines; bounded, and each begins with a fixed word so that a long line fails at once
_LINES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, _FLAG)
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
        r"(?:sign\sup|subscribe|register|log\sin|sign\sin|join)\s(?:now\s)?(?:for|to|here)\b.{0,160}$",
        r"get\s(?:the|our|your)\s.{1,60}(?:newsletter|in\syour\sinbox|app)\b.{0,80}$",
        r"share(?:\s(?:this|on|via|with).{0,60})?[.:]?$",
        r"(?:tweet|email|print|save|copy\slink|whatsapp|comments?|reply|more|menu|search|skip\sto\s.{1,40}|back\sto\stop)[.:]?$",
        r"\d{1,4}\s(?:comments?|shares?|likes?|retweets?)$",
        r"(?:read|see|watch|listen|view)\s(?:more|also|next|the\sfull\s(?:story|report)|our|now|here)\b.{0,160}$",
        r"(?:related|recommended|popular|trending|most\s(?:read|popular|viewed|shared)|more(?:\s(?:from|on|stories|news)|:)|you\smay\s(?:also\s)?like|editor[’']s\spicks?|up\snext|also\sread|don[’']t\smiss|in\spictures|topics?|tags?|filed\sunder)\b.{0,160}$",
        r"more:\s.{1,160}$",
        r"(?:click|tap|download|donate|support)\s(?:here|now|our|the|us|to)\b.{0,120}$",
        r"(?:we\suse|this\s(?:web)?site\suses)\scookies\b.{0,300}$",
        r"(?:©|\(c\)\s?\d{4}|copyright).{0,160}$",
        r"all\srights\sreserved\b.{0,80}$",
        r"(?:additional\s)?(?:reporting|writing|editing|research)\sby\s.{1,160}$",
        r"(?:\w[\w.’'-]{0,24}\s){1,9}(?:also\s)?contributed\s(?:to|reporting)\b.{0,80}$",
        r"with\s(?:additional\s)?(?:reporting|files)\s(?:from|by)\b.{1,120}$",
        r"(?:contact|email|reach)\s(?:the\s(?:author|reporter|writer|editor)|us)\b.{0,120}$",
        r"(?:published|posted|last\s(?:updated|modified)|updated|first\spublished)\s?(?:on|at|:)?\s?(?:\w{3,9}\s\d{1,2}|\d{1,2}[\s/.:-]).{0,60}$",
        r"(?:minutes?|min)\sread$|\d{1,2}\s(?:minutes?|min)\sread$",
        r"(?:loading|image\sunavailable|javascript\sis\s.{1,60})[.…]{0,3}$",
        r"(?:https?://|www\.)\S{1,300}$",
    )
)
# a byline's names are capitalised and its "by" is not shouted, so that wrapped wire copy is none
_BYLINE = re.compile(
    r"[Bb]y\s[A-Z][a-z’'-][\w.’'-]{0,24}(?:\s(?:and\s|de\s|al-)?[A-Z][\w.’'-]{0,24}){1,6}(?:,?\s.{0,50})?$"
)
# "This story is over 5 years old", "first published more than eight years ago", however it goes on
_AGE = re.compile(
    r"\b(?:this|the)\s(?:story|article|post|page|report|item)\b.{0,80}?\b(?:years?|months?)(?:\s|-)(?:old|ago)\b", _FLAG
)
# an age notice is a line or two
_LONGEST_NOTICE = 180
_TEASER_END = re.compile(
    r"(?:^|[.!?…:]\s{1,3})(?:read|see|watch|find\sout|learn)\s(?:more|the\sfull\s(?:story|report)|how|why)?\s?(?:here|now|below)?\s?(?:[.:»>→]{0,3})$",
    _FLAG,
)
# a teaser is a line or two; a paragraph that merely ends so is a story
_LONGEST_TEASER = 240
_CREDIT = re.compile(
    r"(?:(?:file\s)?(?:image|photo|photograph|picture|video|screenshot|screengrab|illustration|graphic|still|footage|map)s?"
    r"(?:\s?:|\s(?:via|by|from|courtesy|credit|shows?|released|taken|provided|posted|distributed)\b|\s?/|\s?\()"
    r"|(?:a|an|this|the|in\sthis)\s(?:file\s|undated\s|handout\s|archive\s)?(?:photo|photograph|image|picture)\s(?:shows?|released|taken|provided)\b"
    r"|(?:caption|credit|source)\s?:|©)",
    _FLAG,
)
_CREDIT_WITHIN = re.compile(r"[.)]\s(?:image|photo|photograph|picture|credit)s?(?:\scredit)?:\s\S", _FLAG)
_CREDIT_END = re.compile(
    r"[(/\[—-]\s?(?:AP|AFP|Reuters|EPA|Getty(?:\sImages)?|Anadolu|Xinhua|file|handout|via\s\w{2,20})(?:\s?photo)?[)\]]?\.?$",
    _FLAG,
)


def is_furniture(line: str) -> bool:
    """Whether a line or short paragraph is page furniture and nobody's report.

    >>> is_furniture("Advertisement"), is_furniture("Gunmen attacked the post.")
    (True, False)
    """
    words = " ".join(line.split())
    if words.casefold().rstrip(":|») ") in _SECTIONS:
        return True
    if len(words) <= _LONGEST_TEASER and _TEASER_END.search(words):
        return True
    if len(words) <= _LONGEST_NOTICE and _AGE.search(words):
        return True
    return bool(_BYLINE.match(words)) or any(pattern.match(words) for pattern in _LINES)


def byline_of(line: str) -> str | None:
    """The names in a byline, None when the line is none.

    >>> byline_of("By Ada Lorne")
    'Ada Lorne'
    """
    words = " ".join(line.split())
    return words[3:] if _BYLINE.match(words) else None


def is_caption(line: str) -> bool:
    """Whether a line describes or credits a picture.

    >>> is_caption("Image via YouTube/Harbour Front")
    True
    """
    words = " ".join(line.split())
    return (
        bool(_CREDIT.match(words))
        or bool(len(words) <= _LONGEST_TEASER and _CREDIT_WITHIN.search(words))
        or (len(words) <= _LONGEST_TEASER and bool(_CREDIT_END.search(words)))
    )
