from __future__ import annotations

import os
from pathlib import Path

import pytest

from router.adapters.customer_list import CsvCustomerList
from router.errors import Unavailable

HEADER = "E-Mail,Customer_ID,Mobile,Name,Products\n"
ARJUN = "arjun@example.com,LN-1001,+91 98450 00101,Arjun,IM; IM+\n"
KAVITA = "kavita@example.com,LN-1002,+91 98450 00102,Kavita,IM+\n"


def listed(folder: Path, text: str | bytes) -> CsvCustomerList:
    path = folder / "customers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CsvCustomerList(path)


def test_rows_are_found_by_each_sign_without_case_and_blanks(tmp_path: Path) -> None:
    customers = listed(tmp_path, HEADER + ARJUN + KAVITA)
    arjun = {
        "e-mail": "arjun@example.com",
        "customer id": "LN-1001",
        "phone": "+91 98450 00101",
        "Name": "Arjun",
        "Products": "IM; IM+",
    }
    assert customers.rows(email=" Arjun@Example.COM ") == [arjun]
    assert customers.rows(customer_id="ln-1001") == [arjun]
    assert customers.rows(phone="098450-00101") == [arjun]
    assert customers.rows(email="arjun@example.com", customer_id="LN-1001", phone="9845000101") == [arjun]
    assert len(customers.rows(email="arjun@example.com", customer_id="LN-1002")) == 2
    assert customers.rows(email="nobody@example.com") == []


def test_a_domain_that_only_sounds_the_same_is_a_strangers(tmp_path: Path) -> None:
    customers = listed(tmp_path, HEADER + "kavita@fass.example,LN-1002,,Kavita,IM+\n")
    assert customers.rows(email="kavita@faß.example") == []
    assert len(customers.rows(email="KAVITA@FASS.example")) == 1


def test_an_empty_sign_finds_nobody(tmp_path: Path) -> None:
    customers = listed(tmp_path, HEADER + ",,,Nobody,IM\n")
    assert customers.rows(email="", customer_id=" ", phone="12") == []


def test_semicolons_a_bom_quotes_and_short_rows_are_read(tmp_path: Path) -> None:
    customers = listed(tmp_path, b'\xef\xbb\xbfemail;products;since\r\na@example.com;"IM, IM+"\r\n;;\r\n')
    assert customers.rows(email="a@example.com") == [{"e-mail": "a@example.com", "products": "IM, IM+", "since": ""}]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    customers = listed(tmp_path, HEADER + ARJUN)
    assert customers.rows(customer_id="LN-1002") == []
    path = tmp_path / "customers.csv"
    path.write_text(HEADER + ARJUN + KAVITA)
    os.utime(path, ns=(1, 1))
    assert len(customers.rows(customer_id="LN-1002")) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("name,products\nA,IM\n", "has none of the columns email, customer id or phone"),
        ("email,e-mail\na,b\n", 'has two columns for "e-mail"'),
        ("email,products\na@example.com,IM, IM+\n", "has more values than columns in row 2"),
        ("email\n\"a@example.com\n", "isn't a CSV file"),
        ("email\nb@example.com\n\"a\"b\n", "in line 3"),
        ("email,name\na@example.com,Jürgen\n".encode("latin-1"), "isn't UTF-8"),
    ],
)  # fmt: skip
def test_a_broken_file_cannot_be_asked_and_says_what_to_do(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(Unavailable, match=says) as caught:
        listed(tmp_path, text).rows(email="a@example.com")
    assert "until it is mended every customer counts as unknown" in caught.value.says


def test_a_missing_file_cannot_be_asked_until_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    customers = CsvCustomerList(path)
    with pytest.raises(Unavailable, match="no such file"):
        customers.rows(email="arjun@example.com")
    path.write_text(HEADER + ARJUN)
    assert len(customers.rows(email="arjun@example.com")) == 1
    path.unlink()
    with pytest.raises(Unavailable):
        customers.rows(email="arjun@example.com")
