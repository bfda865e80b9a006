"""Differential test of identifiers: numbers of every scheme, made sound and broken, by our reader and by python-stdnum."""

import importlib
import os
import random
import string

from oracle import ask, report
from stdnum.exceptions import ValidationError

COUNT = int(os.environ.get("AIDLEDGER_IDENTIFIERS", "300"))
DIGITS, LETTERS = string.digits, string.ascii_uppercase

# Country, shapes of the company's number (9 a digit, A a letter, else itself), the module that judges it. Where the module
# knows more forms than the shape, only numbers of the shape are asked.
NATIONAL = [
    ("BE", ["0999999999", "1999999999"], "be.vat"), ("BG", ["999999999"], "bg.vat"), ("CH", ["CHE999999999"], "ch.uid"),
    ("CY", ["99999999A"], "cy.vat"), ("CZ", ["09999999", "29999999", "69999999"], "cz.dic"), ("DK", ["99999999"], "dk.cvr"),
    ("EE", ["19999999", "79999999", "89999999", "99999999"], "ee.registrikood"), ("EL", ["999999999"], "gr.vat"),
    ("ES", ["A99999999", "B9999999A", "N9999999A", "W99999999"], "es.cif"), ("FI", ["99999999"], "fi.ytunnus"),
    ("FR", ["999999999"], "fr.siren"), ("HR", ["99999999999"], "hr.oib"), ("HU", ["99999999"], "hu.anum"),
    ("LV", ["49999999999", "59999999999", "99999999999"], "lv.pvn"), ("NL", ["999999999"], "nl.bsn"), ("NO", ["999999999"], "no.orgnr"),
    ("PL", ["1999999999", "9999999999"], "pl.nip"), ("PL", ["999999999"], "pl.regon"), ("PT", ["599999999", "699999999", "999999999"], "pt.nif"),
    ("RO", ["99", "99999", "99999999", "9999999999"], "ro.cui"), ("SE", ["5599999999", "2199999999", "9699999999"], "se.orgnr"),
    ("SI", ["9999999"], "si.maticna"), ("SI", ["99999999"], "si.ddv"),
]
# Shapes of VAT numbers without the country; all are judged by the one module of the Union.
VAT = {
    "AT": ["U99999999"], "BE": ["0999999999", "1999999999", "999999999"], "BG": ["999999999", "9999999999"], "CY": ["99999999A"],
    "CZ": ["99999999", "699999999", "9999999999"], "DE": ["999999999"], "DK": ["99999999"], "EE": ["999999999"],
    "EL": ["999999999", "99999999"], "ES": ["A99999999", "B9999999A", "99999999A", "X9999999A", "K9999999A"], "FI": ["99999999"],
    "FR": ["99999999999", "9A999999999", "A9999999999", "AA999999999", "99000999999"], "HR": ["99999999999"], "HU": ["99999999"],
    "IE": ["9999999A", "9999999AA", "9A99999A", "9+99999A", "9*99999A"], "IT": ["99999990019", "99999990589", "99999999999"],
    "LT": ["999999919", "999999999919", "999999999"], "LU": ["99999999"], "LV": ["49999999999", "99999999999"], "MT": ["99999999"],
    "NL": ["999999999B99", "999999999B01"], "PL": ["9999999999"], "PT": ["999999999"], "RO": ["99", "9999999", "9999999999"],
    "SE": ["999999999901", "999999999999"], "SI": ["99999999"], "SK": ["9929999999", "9979999999", "9999999999"],
    "XI": ["999999999", "GD999", "HA999"], "GB": ["999999999", "999999999999", "GD999", "HA999", "GD888899999", "HA888899999"],
}
# Natural persons: shape, module. Every sound number must be refused, whichever scheme it comes in.
PERSONS = [
    ("AT", ["9999999999"], "at.vnr"), ("BE", ["99999999999"], "be.nn"), ("BG", ["9999999999"], "bg.egn"), ("BG", ["9999999999"], "bg.pnf"),
    ("CH", ["7569999999999"], "ch.ssn"), ("CZ", ["9999999999", "599999999"], "cz.rc"), ("DE", ["99999999999"], "de.idnr"), ("DK", ["9999999999"], "dk.cpr"),
    ("EE", ["99999999999"], "ee.ik"), ("EL", ["99999999999"], "gr.amka"), ("ES", ["99999999A"], "es.dni"), ("ES", ["X9999999A", "Y9999999A", "Z9999999A"], "es.nie"),
    ("FI", ["999999-999A", "999999A9999"], "fi.hetu"), ("FR", ["999999999999999"], "fr.nir"), ("IS", ["0999999999", "2999999999"], "is_.kennitala"),
    ("LT", ["99999999999"], "lt.asmens"), ("LV", ["39999999999", "09999999999", "19999999999"], "lv.pvn"), ("NO", ["99999999999"], "no.fodselsnummer"),
    ("PL", ["99999999999"], "pl.pesel"), ("RO", ["9999999999999"], "ro.cnp"), ("SE", ["999999-9999"], "se.personnummer"), ("SI", ["9999999999999"], "si.emso"),
    ("SK", ["9909999999", "9959999999", "9919999999"], "sk.rc"),
]
# Of a person's number the date must be one: its digits are drawn so that most are. Where the date stands: year or day first.
DATED = {"at.vnr": "....DMY", "be.nn": "YMD", "bg.egn": "YMD", "cz.rc": "YMD", "dk.cpr": "DMY", "ee.ik": ".YMD", "gr.amka": "DMY", "fi.hetu": "DMY",
         "is_.kennitala": "DMY", "lt.asmens": ".YMD", "lv.pvn": "DMY", "no.fodselsnummer": "DMY", "pl.pesel": "YMD", "ro.cnp": ".YMD",
         "se.personnummer": "YMD", "si.emso": "DM", "sk.rc": "YMD", "fr.nir": "..M"}


def module(name):
    return importlib.import_module("stdnum." + name)


def valid(name, number):
    """The number as the module writes it, or None."""
    try:
        return module(name).validate(number)
    except (ValidationError, ValueError, IndexError):
        return None


def has_date(name, number):
    """Whether a number that python-stdnum takes has a date as the State gives it; it knows more for these two."""
    if name == "at.vnr":
        return 1 <= int(number[4:6]) <= 31 and 1 <= int(number[6:8]) <= 15
    if name in ("cz.rc", "sk.rc"):
        return int(number[2:4]) in {month + add for month in range(1, 13) for add in ((0, 20, 50, 70) if name == "cz.rc" or number[0] == "0" else (0, 50))}
    if name == "fr.nir":
        return number[0] in "123478"
    return not (name == "is_.kennitala" and number[0] > "3")


def draw(chance, shape):
    pick = {"9": DIGITS, "A": LETTERS}
    return "".join(chance.choice(pick[c]) if c in pick else c for c in shape)


def dated(chance, name, number):
    at, number = 0, list(number)
    for part in DATED.get(name, ""):
        if part == ".":
            at += 1
            continue
        number[at:at + 2] = "%02d" % chance.randint(*{"Y": (20, 99), "M": (1, 12), "D": (1, 28)}[part])
        at += 2
    if name == "si.emso":
        number[4:7] = "%03d" % chance.choice([5, 20, 960, 999])
    return "".join(number)


def mended(chance, name, number, span=2):
    """The number with its last characters (one position may be any) tried until the module takes it."""
    for place in [len(number) - 1, 3, 0, len(number) - 2]:
        if place >= len(number):
            continue
        for c in DIGITS + LETTERS:
            tried = number[:place] + c + number[place + 1:]
            if valid(name, tried) is not None:
                return tried
    return number


def shaped(shape, number):
    fits = {"9": DIGITS, "A": LETTERS}
    return len(shape) == len(number) and all(n in fits.get(s, s) for s, n in zip(shape, number))


def numbers(chance, name, shapes):
    """Random, mended and broken numbers of some shapes, and the edges."""
    found = set()
    for shape in shapes:
        for _ in range(COUNT):
            raw = dated(chance, name, draw(chance, shape))
            sound = mended(chance, name, raw)
            place = chance.randrange(len(sound))
            broken = sound[:place] + chance.choice(DIGITS if sound[place] in DIGITS else LETTERS) + sound[place + 1:]
            found.update(number for number in (raw, sound, broken))
        found.update(shape.replace("9", digit).replace("A", "J") for digit in "0159")
    return sorted(found)


def main():
    chance = random.Random(20261130)
    asked, expected = [], []

    def expect(spelling, wanted, why):
        asked.append(spelling)
        expected.append((wanted, why))

    persons = {}
    for country, shapes, name in PERSONS:
        sound = [number for number in numbers(chance, name, shapes) if valid(name, number) is not None]
        if name == "no.fodselsnummer" and len(sound) < 20:
            # Two check digits: few random numbers have both.
            sound += [number for number in (draw(chance, "010190") + "%05d" % n for n in range(99999)) if valid(name, number)][:50]
        persons[name] = len(sound)
        for number in sound:
            wanted = "refused Person"
            if name == "lv.pvn" and number[0] > "3" or not has_date(name, number):
                continue
            expect(f"NID:{country}:{number}", wanted, name)
            if len(number) <= 15 and country not in ("CH", "IS", "NO"):
                expect(f"EORI:{'GR' if country == 'EL' else country}{number}", wanted, name)

    sounds = 0
    for country, shapes, name in NATIONAL:
        for number in numbers(chance, name, shapes):
            if not any(shaped(shape, number) for shape in shapes):
                continue
            judged = valid(name, number)
            person = country == "LV" and number[0] <= "3" or country == "PT" and (number[0] in "123" or number[:2] == "45")
            person = person or country == "SE" and 1 <= int(number[2:4]) <= 12
            other = country in ("FR", "PL") and number.startswith("000") or country == "ES" and number[0] not in "ABCDEFGHJNPQRSUVW"
            if person or other or set(number) == {"0"}:
                continue
            sounds += judged is not None
            canonical = (judged or "").replace("-", "")
            wanted = f"ok NID:{country}:{canonical}" if judged else "refused Check"
            expect(f"NID:{country}:{number}", wanted, name)
            if judged and country != "CH":
                expect(f"nid:{country.lower()}:{country}{number}", wanted, f"{name} with the country before it")
    for _ in range(COUNT):
        siret = mended(chance, "fr.siret", mended(chance, "fr.siren", draw(chance, "999999999")) + draw(chance, "99999"))
        judged = valid("fr.siret", siret)
        expect(f"NID:FR:{siret}", f"ok NID:FR:{siret[:9]}" if judged else "refused Check", "fr.siret")
        unit = draw(chance, "999")
        maticna = mended(chance, "si.maticna", draw(chance, "9999999"))
        if valid("si.maticna", maticna):
            expect(f"NID:SI:{maticna}{unit}", f"ok NID:SI:{maticna}", "si.maticna of a part")

    person_by_vat = {"BG": ["bg.egn", "bg.pnf"], "CZ": ["cz.rc"], "SK": ["sk.rc"], "ES": ["es.dni", "es.nie"], "LV": []}
    for country, shapes in VAT.items():
        for number in numbers_of_vat(chance, country, shapes):
            # python-stdnum drops a country before the number, and for the United Kingdom either of the two codes.
            if number.startswith(("GB", "XI") if country in ("GB", "XI") else country):
                continue
            judged = valid("eu.vat", country + number) if country != "GB" else valid("gb.vat", number)
            answer = None
            if any(valid(one, number) and has_date(one, number) for one in person_by_vat.get(country, [])):
                answer = "refused Person"
            elif country == "ES" and (number[0] in DIGITS + "XYZKLM") and number[1:8].isdigit() and number[-1].isalpha():
                answer = "refused Person"
            elif country == "PT" and (number[0] in "123" or number[:2] == "45"):
                answer = "refused Person"
            elif country == "LV" and number[0] <= "3":
                continue
            elif country == "SE" and 1 <= int(number[2:4]) <= 12 and number.endswith("01"):
                answer = "refused Person"
            elif country in ("SK", "BG", "CZ") and len(number) in (9, 10) and valid("cz.rc", number):
                # A date that python-stdnum alone takes for one.
                continue
            elif country in ("SK", "BG", "CZ") and len(number) == 10 and not judged:
                # A date with a wrong check digit is no number of either kind.
                answer = "refused"
            elif country == "SE" and len(number) == 12 and number[:2] in ("19", "20") and 1 <= int(number[4:6]) <= 12:
                answer = "refused Person"
            elif judged:
                body = module("ie.vat").convert(number) if country == "IE" else judged
                body = body.removeprefix(country).removeprefix("EL" if country == "EL" else country)
                if country in ("GB", "XI") and len(body) == 12:
                    body = body[:9]
                answer = f"ok VAT:{country}{body}"
            else:
                answer = "refused"
            if set(number) != {"0"}:
                expect(f"VAT:{country}{number}", answer, "eu.vat")
            if country == "EL" and set(number) != {"0"}:
                expect(f"VAT:GR{number}", answer, "eu.vat, ISO's code of Greece")

    for _ in range(COUNT * 10):
        lei = draw(chance, "9999") + "00" + "".join(chance.choice(DIGITS + LETTERS) for _ in range(12))
        check = "%02d" % chance.randrange(100)
        sound = lei + module("iso7064.mod_97_10").calc_check_digits(lei)
        for number in (lei + check, sound, lei + "00", lei + "01", lei + "99"):
            made = valid("lei", number) and number[-2:] not in ("00", "01", "99")
            expect(f"LEI:{number}", f"ok LEI:{number}" if made else "refused Check", "lei")

    failures = [f"{spelling}: {answer}, python-stdnum ({why}): {wanted}"
                for spelling, answer, (wanted, why) in zip(asked, ask(["normalise"], asked), expected)
                if not (answer.startswith("refused") if wanted == "refused" else answer == wanted)]
    if os.environ.get("AIDLEDGER_IDENTIFIERS_BY_KIND"):
        kinds = {}
        for failure in failures:
            kinds.setdefault((failure.split(":")[0], failure.split(":")[1][:2], failure.split("(")[1].split(")")[0], failure.rsplit(": ", 1)[1][:11]), []).append(failure)
        failures = [f"{len(all_)} such: {all_[0]}" for all_ in kinds.values()]
    few = [name for name, count in persons.items() if count < 20]
    failures += [f"{name}: only {persons[name]} sound numbers were made, so the test would prove nothing" for name in few]
    print(f"{sounds} sound national numbers, {sum(persons.values())} of natural persons")
    report(failures, len(asked))


def numbers_of_vat(chance, country, shapes):
    """As `numbers`, mended by the Union's module."""
    found = set()
    judge = (lambda number: valid("gb.vat", number)) if country == "GB" else (lambda number: valid("eu.vat", country + number))
    for shape in shapes:
        for _ in range(COUNT):
            raw = draw(chance, shape)
            found.add(raw)
            places = [len(raw) - 1, 0, 1, 7] if country != "SE" else [9]
            tried = (raw[:at] + c + raw[at + 1:] for at in places if at < len(raw) for c in DIGITS + LETTERS)
            sound = next((number for number in tried if judge(number)), None)
            if sound:
                found.add(sound)
                place = chance.randrange(len(sound))
                found.add(sound[:place] + chance.choice(DIGITS if sound[place] in DIGITS else LETTERS) + sound[place + 1:])
        found.update(shape.replace("9", digit).replace("A", "J") for digit in "0159")
    return sorted(found)


if __name__ == "__main__":
    main()
