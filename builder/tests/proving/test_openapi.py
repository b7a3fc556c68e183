"""Which differences between two OpenAPI documents are planned, and which are not."""

import copy
from typing import Any

import pytest

from petsage_builder.proving.openapi import unplanned
from petsage_builder.terms.module import Operation

PRICE = Operation("GET", "/price")
REF = {"$ref": "#/components/schemas/Pet"}
PET = {"type": "object", "properties": {"name": {"type": "string"}}}
BEFORE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop"},
    "paths": {"/pets": {"get": {"operationId": "pets", "responses": {"200": REF}}}},
    "components": {"schemas": {"Pet": PET, "Unused": {"type": "string"}}},
}


def with_price(schemas: dict[str, Any] | None = None, **operation: Any) -> dict[str, Any]:
    after = copy.deepcopy(BEFORE)
    after["paths"]["/price"] = {"get": {"operationId": "price", **operation}}
    after["components"]["schemas"].update(schemas or {})
    return after


def refers_to(name: str) -> dict[str, Any]:
    return {"responses": {"200": {"$ref": f"#/components/schemas/{name}"}}}


def test_a_planned_operation_and_what_it_refers_to_may_be_added() -> None:
    schemas = {"Price": {"items": {"$ref": "#/components/schemas/Amount"}}, "Amount": {"type": "integer"}}
    assert unplanned(BEFORE, with_price(schemas, **refers_to("Price")), {PRICE}) == []


def test_a_planned_operation_may_refer_to_what_is_there() -> None:
    assert unplanned(BEFORE, with_price(**refers_to("Pet")), {PRICE}) == []


def test_a_planned_operation_may_bring_the_security_that_it_needs() -> None:
    after = with_price(security=[{"Token": []}])
    after["components"]["securitySchemes"] = {"Token": {"type": "http"}}
    assert unplanned(BEFORE, after, {PRICE}) == []


def test_the_first_components_of_an_app_may_come_with_the_feature() -> None:
    after = with_price({"Price": {"type": "integer"}}, **refers_to("Price"))
    before = {key: value for key, value in BEFORE.items() if key != "components"} | {"paths": {}}
    del after["paths"]["/pets"], after["components"]["schemas"]["Pet"], after["components"]["schemas"]["Unused"]
    assert unplanned(before, after, {PRICE}) == []


def test_a_planned_operation_that_is_not_there_is_told() -> None:
    assert unplanned(BEFORE, BEFORE, {PRICE}) == ["GET /price is planned, but isn't there"]


def test_an_operation_that_nobody_planned_is_told() -> None:
    assert unplanned(BEFORE, with_price(), ()) == ["GET /price was added, and isn't planned"]


def test_another_method_of_a_planned_path_is_told() -> None:
    after = with_price()
    after["paths"]["/price"]["post"] = {"operationId": "set_price"}
    assert unplanned(BEFORE, after, {PRICE}) == ["POST /price was added, and isn't planned"]


def test_a_planned_operation_that_another_has_already_is_told() -> None:
    assert unplanned(with_price(), with_price(summary="Mine"), {PRICE}) == ["GET /price was there before, as another's"]


def test_an_operation_that_changed_is_told() -> None:
    after = with_price()
    after["paths"]["/pets"]["get"]["summary"] = "Other"
    assert unplanned(BEFORE, after, {PRICE}) == ["GET /pets changed"]


def test_an_operation_that_went_is_told() -> None:
    after = with_price()
    del after["paths"]["/pets"]
    assert "GET /pets was removed" in unplanned(BEFORE, after, {PRICE})


def test_a_schema_of_others_that_changed_is_told_even_when_the_feature_uses_it() -> None:
    after = with_price({"Pet": {"type": "string"}}, **refers_to("Pet"))
    assert unplanned(BEFORE, after, {PRICE}) == ["components/schemas/Pet changed"]


def test_a_schema_that_no_planned_operation_uses_is_told() -> None:
    assert unplanned(BEFORE, with_price({"Stray": {}}), {PRICE}) == [
        "components/schemas/Stray was added, and isn't planned"
    ]


@pytest.mark.parametrize("part", ["info", "servers", "tags", "security", "webhooks"])
def test_any_other_part_of_the_document_that_changed_is_told(part: str) -> None:
    (fault,) = unplanned(BEFORE, with_price() | {part: {"new": 1}}, {PRICE})
    assert fault.startswith(part)


def test_two_operations_with_the_same_id_are_told() -> None:
    faults = unplanned(BEFORE, with_price(operationId="pets"), {PRICE})
    assert faults == ["GET /pets and GET /price have the same operation id"]


def test_ids_that_others_shared_before_are_not_the_feature_s_fault() -> None:
    before = copy.deepcopy(BEFORE)
    before["paths"]["/dogs"] = {"get": {"operationId": "pets"}}
    after = copy.deepcopy(before)
    after["paths"]["/price"] = {"get": {"operationId": "price"}}
    assert unplanned(before, after, {PRICE}) == []


def test_a_rebuilt_feature_may_change_its_own_operations_and_schemas() -> None:
    before = with_price({"Price": {"type": "integer"}}, **refers_to("Price"))
    after = with_price({"Price": {"type": "number"}}, **refers_to("Price"))
    assert unplanned(before, after, {PRICE}, {PRICE}) == []


def test_a_removed_feature_takes_its_operations_and_schemas_with_it() -> None:
    before = with_price({"Price": {"type": "integer"}}, **refers_to("Price"))
    assert unplanned(before, BEFORE, (), {PRICE}) == []


def test_a_removed_feature_s_operation_that_stays_is_told() -> None:
    assert unplanned(with_price(), with_price(), (), {PRICE}) == ["GET /price is there still"]


def test_all_faults_are_told_at_once() -> None:
    after = with_price({"Stray": {}}) | {"info": {"title": "Mine"}}
    assert len(unplanned(BEFORE, after, ())) == 3


def test_schemas_that_refer_to_each_other_in_a_circle_are_followed_once() -> None:
    circle = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    assert unplanned(BEFORE, with_price(circle, **refers_to("A")), {PRICE}) == []


def test_a_field_that_is_called_like_a_reference_is_no_reference() -> None:
    odd = {"Odd": {"properties": {"$ref": {"type": "string"}, "security": {"type": "array"}}}}
    assert unplanned(BEFORE, with_price(odd, **refers_to("Odd")), {PRICE}) == []
