"""Large lists go through in one go."""

import csv

import pytest

pytestmark = pytest.mark.slow


def test_a_hundred_thousand_different_texts_go_in_one_go(tmp_path, batchsms, sandbox):
    """100,000 rows with a text each are sent, and each is taken once."""
    count = 100_000
    with (tmp_path / "liste.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Ad", "Telefon"))
        writer.writerows((f"Kişi {n}", f"0530{n:07}") for n in range(count))

    ended = batchsms(
        "send",
        "liste.csv",
        *("--text", "Sayın {{ ad }}", "--sender", "APITEST", "--iys", "none", "--yes", "--json"),
        *("--results", "sonuc.csv", "--gateway-url", sandbox.gateway_url),
    )

    taken = sandbox.taken()
    assert 0 == ended.code, ended.err
    assert count == ended.json["accepted"]
    assert {(f"90530{n:07}", f"Sayın Kişi {n}") for n in range(count)} == {
        (n, text) for _id, n, text in taken
    }
    assert count == len(taken)


def test_a_list_beyond_a_sheet_gets_its_results_as_csv(tmp_path, batchsms):
    """More rows than a sheet holds are sent all the same; none is lost from the results."""
    count = 1_048_576
    with (tmp_path / "liste.csv").open("w", encoding="utf-8") as file:
        file.write("Telefon\n")
        file.writelines(f"0530{n:07}\n" for n in range(count))

    ended = batchsms(
        "send",
        "liste.csv",
        *("--text", "Merhaba", "--sender", "APITEST", "--iys", "none", "--sandbox", "--yes", "--json"),
        *("--order-size", "50000"),
    )

    with (tmp_path / "liste.sandbox.results.csv").open(encoding="utf-8-sig") as file:
        lines = sum(1 for _line in file)
    assert 0 == ended.code, ended.err
    assert count == ended.json["accepted"]
    assert count + 1 == lines
