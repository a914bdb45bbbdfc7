"""Words that come up in several answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

# Only words that carry no meaning by themselves, in the languages that rooms write in most. Lists
# from packages are longer, and take 'work', 'help', 'group' and 'system' with them.
_ENGLISH = """
a about after all also am an and any are as at be because been before being between both but by
can could did do does doing don't down during each few for from had has have having he her here
hers him his how i i'm if in into is it it's its just let me more most much my no nor not now of
off on once one only or other our out over own same she should so some such than that the their
them then there these they this those through to too under until up us very was we were what when
where which while who whom whose why will with would you your
"""
_DUTCH = """
aan al alle alles als ben bij dan dat de den der deze die dit doen door dus een elk en er geen
had hadden heb hebben heeft het hier hij hoe hun ik in is je jij jullie kan kon kunnen maar me
meer met mij mijn moet na naar niet nog nu of om omdat onder ons onze ook op over te tot u uit uw
van veel voor waar was wat we wel werd wie wij wil worden wordt ze zei zich zij zijn zo zou
"""
_GERMAN = """
aber alle als am an auch auf aus bei bin bis das dass dem den der des die dies diese dieser doch
du durch ein eine einem einen einer er es für haben hat hatte hier ich ihr ihre im in ist ja kann
kein keine können man mehr mein mit muss nach nicht noch nur ob oder ohne sehr sein seine sich
sie sind so über um und uns unser unter vom von vor war waren was weil wenn wer werden wie wir
wird zu zum zur
"""
_FRENCH = """
ai au aux avec avons ce ces cette comme dans de des du elle elles en est et eu il ils je la le
les leur leurs lui ma mais me mes mon ne nos notre nous on ont ou où par pas plus pour qu que qui
sa sans se ses si son sont sur ta te tes ton tout tous toute très tu un une vos votre vous y à été
être
"""
_SPANISH = """
al algo como con cuando de del desde donde el ella ellos en entre era es esa ese eso esta este
esto está están fue ha han hay la las le les lo los me mi mis muy más no nos nosotros nuestra
nuestro o para pero por porque que qué se ser si sin sobre son su sus sí también te tiene todo
todos tu un una uno y ya yo
"""
STOP_WORDS = frozenset(" ".join((_ENGLISH, _DUTCH, _GERMAN, _FRENCH, _SPANISH)).split())


def frequent_words(texts: Iterable[str], most: int = 10) -> list[tuple[str, int]]:
    """Words of three letters or more and the number of texts they stand in, commonest first.

    A word counts once a text, however often it is repeated there. Only words in two texts or
    more, in three or more where there are twenty texts.
    """
    found: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        words = {word.casefold().replace("’", "'") for word in _WORD.findall(text)}
        found.update(word for word in words if len(word) > 2 and word not in STOP_WORDS)
    least = 3 if total >= 20 else 2
    common = [(word, count) for word, count in found.items() if count >= least]
    return sorted(common, key=lambda pair: (-pair[1], pair[0]))[:most]
