"""Pseudonyms hold in one release, and in no other."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from coprod.consent.pseudonyms import LENGTH, Pseudonyms, fresh

IDS = st.text(min_size=1, max_size=8)


@given(IDS, IDS, IDS)
def test_pseudonyms_do_not_link_releases(key: str, one: str, other: str) -> None:
    """N9: the same partner has another pseudonym in another release, for another audience, as another kind."""
    mine = Pseudonyms(b"secret", ("public",), one).of("partner", key)
    others = {
        Pseudonyms(b"secret", ("public",), other + "x").of("partner", key),
        Pseudonyms(b"secret", ("funder",), one).of("partner", key),
        Pseudonyms(b"another", ("public",), one).of("partner", key),
        Pseudonyms(b"secret", ("public",), one).of("view", key),
    }
    assert (mine not in others) == (one != other + "x" or len(others) == 4)
    assert mine == Pseudonyms(b"secret", ("public",), one).of("partner", key)


@given(IDS)
def test_a_pseudonym_is_no_plain_hash(key: str) -> None:
    """N9: nobody can try a list of names against it."""
    plain = {
        hashlib.new(name, key.encode(errors="surrogatepass")).hexdigest()[:LENGTH] for name in ("md5", "sha1", "sha256")
    }
    assert Pseudonyms(b"secret", ("public",), "r").of("partner", key) not in plain


@given(st.lists(IDS), IDS)
def test_many_at_once(keys: list[str], what: str) -> None:
    """Many pseudonyms at once are those that are made one by one."""
    made = Pseudonyms(b"secret", ("public",), "r")
    assert [made.of(what, key) for key in keys] == made.many(what, keys)


def test_parts_do_not_run_into_each_other() -> None:
    """The length of each part is hashed with it: `ab` and `c` is not `a` and `bc`."""
    assert Pseudonyms(b"s", ("a",), "bc").of("partner", "x") != Pseudonyms(b"s", ("ab",), "c").of("partner", "x")


def test_ids_of_releases_are_drawn_fresh() -> None:
    """No two releases share an id."""
    assert 50 == len({fresh() for _ in range(50)})


def test_the_secret_is_not_shown() -> None:
    """A pseudonym maker in a traceback does not tell the secret."""
    assert "hush" not in repr(Pseudonyms(b"hush", ("public",), "r"))
