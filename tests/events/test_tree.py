from onrecord.events.tree import Tree
from onrecord.language.words import split_words
from tests.conftest import Tried


def test_a_circle_of_heads_is_cut(tried: Tried) -> None:
    encoder = tried.reader.encoder
    reading = encoder.read(split_words("Tarn met Brell on Monday"))
    reading.heads[:] = [1, 2, 0, 1, 3]
    tree = Tree(reading, encoder.labels)
    assert sorted(word for root, head in enumerate(tree.heads) if root == head for word in tree.below(root)) == list(
        range(5)
    )


def test_subjects_are_found_through_other_clauses(tried: Tried) -> None:
    encoder = tried.reader.encoder
    text = "The mayor who left agreed to sign and urged the council to vote."
    tree = Tree(encoder.read(split_words(text)), encoder.labels)
    subjects = {
        tree.forms[verb]: tree.forms[subject]
        for verb in range(len(tree.forms))
        if tree.is_verb(verb) and (subject := tree.subject(verb)) is not None
    }
    assert subjects == {"left": "mayor", "agreed": "mayor", "sign": "mayor", "urged": "mayor", "vote": "council"}
