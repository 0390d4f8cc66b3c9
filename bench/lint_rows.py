"""Row checks of the kind `finetune lint --rules row` makes, in plain Python: json and re, a row at a time, without places.

    python bench/lint_rows.py FILE row|row,-L-TXT-10

Prints {"seconds": processor time, "counts": findings by rule, at most one a rule, row and field}.
"""

import json
import re
import resource
import sys
import unicodedata
from collections import Counter

BLANK = re.compile(r"^[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*$")
RUNS = re.compile(r" {3}|\n\r?\n\r?\n\r?\n")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]+")
PLACEHOLDER = re.compile(
    r"\{\{\s*[^\W\d][\w.\- ]{0,40}?\s*\}\}|(?<![\w\\{}()^$%/=&@#\"'`\[\]-])\{[A-Za-z][A-Za-z0-9_]*\}"
    r"|<[A-Z][A-Z0-9]*(?:[ _-][A-Z0-9]+)*>|(?i:lorem ipsum)\b|\b(?:TODO|TBD)\b"
)
BOILERPLATE = re.compile(
    r"\bas an (?:AI|artificial intelligence)\b|\b(?:I am|I'm) (?:just |only )?(?:an?|a large) (?:AI )?language model\b"
    r"|^\W*(?:I'm|I am|we are)? ?(?:sorry|unfortunately|apologies)[^.!?\n]{0,60}?\bI (?:cannot|can't|am unable|won't)\b"
    r"|^\W*I (?:cannot|can't|won't|am unable to) (?:assist|help|comply|provide|answer|generate|create|write)\b"
    r"|\b(?:I am|I'm|my name is) (?:ChatGPT|GPT-?[345]\w*|Claude|Bard|Gemini|Copilot|Llama|Qwen|DeepSeek)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"\S+")
EMAIL = re.compile(r"[\w.%+'-]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,24}\b")
PHONE = re.compile(
    r"(?<![\w.,+$#/-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-. ]\d{4}(?![\w%]|[-.,/]\d)"
    r"|(?<![\w.,+$#/-])\+[1-9](?:[\d .\-/]{6,18})\d(?![\w%]|[-.,/]\d)"
)
IPV4 = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])")
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}(?![A-Za-z0-9])")
CARD = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){12,18}(?![\w]|[-.,]\d)")
SSN = re.compile(r"(?<![\w.-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)")
SSN_CONTEXT = re.compile(r"\bssn\b|social[ -]security", re.IGNORECASE)
SECRET = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z2-7]{16}|gh[pousr]_[A-Za-z0-9]{36,251}|glpat-[\w-]{20,}|AIza[\w-]{35}"
    r"|xox[abeoprs]-(?:[A-Za-z0-9]+-)+[A-Za-z0-9]{8,}|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|hf_[A-Za-z]{34}"
    r"|npm_[A-Za-z0-9]{36}|sk-[A-Za-z0-9]{48}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}|-----BEGIN [A-Z ]*PRIVATE KEY)"
)
OFFENSIVE = re.compile(r"\b(?:fuck\w*|shit\w*|bitch\w*|cunt\w*|asshole\w*|bastard\w*)\b", re.IGNORECASE)
CP1252 = {bytes([b]).decode("cp1252", "replace"): b for b in range(128, 256)}


class TwoOfAKey(Exception):
    pass


def unique(pairs):
    row = dict(pairs)
    if len(row) != len(pairs):
        raise TwoOfAKey
    return row


def strings(value, path=""):
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from strings(inner, f"{path}.{index}")


def is_mojibake(text):
    for match in MOJIBAKE.finditer(text):
        try:
            bytes(CP1252.get(c, ord(c)) for c in match[0]).decode("utf-8")
            return True
        except ValueError:
            continue
    return False


def luhn(digits):
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(text):
    compact = text.replace(" ", "")
    digits = "".join(str(int(c, 36)) for c in compact[4:] + compact[:4])
    return 15 <= len(compact) <= 34 and int(digits) % 97 == 1


def has_personal_data(text):
    if "@" in text and EMAIL.search(text):
        return True
    if not any(map(str.isdigit, text)):
        return False
    if PHONE.search(text) or (":" in text and IPV6.search(text)):
        return True
    if any(all(int(o) < 256 for o in m[0].split(".")) for m in IPV4.finditer(text)):
        return True
    if any(is_iban(m[0]) for m in IBAN.finditer(text)):
        return True
    if any(luhn(re.sub(r"[ -]", "", m[0])) for m in CARD.finditer(text)):
        return True
    return bool(SSN.search(text) and SSN_CONTEXT.search(text))


def repeats(text):
    words = WORD.findall(text.lower())
    if len(words) < 50:
        return False
    for n, most in ((2, 0.2), (3, 0.18), (4, 0.16)):
        sequences = Counter(zip(*(words[at:] for at in range(n))))
        sequence, count = sequences.most_common(1)[0]
        if count >= 3 and count * len(" ".join(sequence)) > most * len(text):
            return True
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    seen, repeated = set(), 0
    for line in lines:
        if line in seen:
            repeated += len(line)
        seen.add(line)
    return repeated > 0.2 * len(text)


def plain(text):
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def check(row, with_repetition, found):
    for path, text in strings(row):
        if text and (text[0].isspace() or text[-1].isspace() or RUNS.search(text)):
            found["L-TXT-02"] += 1
        if not text.isascii() or not text.isprintable():
            found["L-TXT-03"] += bool(CONTROL.search(text))
            found["L-TXT-04"] += is_mojibake(text)
            found["L-TXT-05"] += bool(INVISIBLE.search(text))
        found["L-TXT-08"] += bool(PLACEHOLDER.search(text))
        found["L-PII-01"] += has_personal_data(text)
        found["L-PII-02"] += bool(SECRET.search(text))
        if with_repetition:
            found["L-TXT-10"] += repeats(text)
    target = row.get("output", row.get("label"))
    if isinstance(target, str):
        found["L-TXT-01"] += bool(BLANK.match(target))
        if "output" in row:
            found["L-TXT-09"] += bool(BOILERPLATE.search(target))
            found["L-TXT-11"] += plain(target) == plain(row.get("input") or row.get("instruction") or "")
        found["L-TOX-01"] += bool(OFFENSIVE.search(target))


def main():
    file, rules = sys.argv[1:3]
    found = Counter()
    with open(file, "rb") as lines:
        for line in lines:
            try:
                row = json.loads(line.decode("utf-8"), object_pairs_hook=unique)
            except TwoOfAKey:
                found["L-FMT-05"] += 1
            except UnicodeDecodeError:
                found["L-FMT-03"] += 1
            except ValueError:
                found["L-FMT-01"] += 1
            else:
                check(row, rules == "row", found)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    counts = {rule: count for rule, count in sorted(found.items()) if count}
    print(json.dumps({"seconds": usage.ru_utime + usage.ru_stime, "counts": counts}))


main()
