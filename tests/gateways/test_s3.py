"""Asking Amazon S3 for an object."""

from datetime import UTC, datetime

from duenotice.gateways.s3 import AccessKey, ask, path_of


def test_a_request_is_signed_as_in_amazons_own_example():
    """GET Object, in "Signature Calculations for the Authorization Header", Amazon S3 API Reference."""
    key = AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    there = {"host": "examplebucket.s3.amazonaws.com", "region": "us-east-1", "path": "/test.txt", "more": {"range": "bytes=0-9"}}
    asked = ask(key, now=datetime(2013, 5, 24, tzinfo=UTC), **there)
    assert asked["authorization"].endswith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")


def test_a_name_is_written_as_it_is_signed():
    assert path_of("court", "in/a b+c~d") == "/court/in/a%20b%2Bc~d"
