"""The documented examples: questions that anyone can send as they are."""

from fastapi.openapi.models import Example

Examples = dict[str, Example]

BORN = {"on": "2019-05-01", "exact_to": "month"}

TRIAGE: Examples = {
    "emergency": {
        "summary": "A young cat that struggles to breathe",
        "value": {"species": "cat", "age_group": "young", "signs": ["trouble_breathing"]},
    },
    "not_eating": {
        "summary": "A grown cat that hasn't eaten for a day",
        "value": {"species": "cat", "age_group": "adult", "hours_without_food": 24},
    },
}
POISON: Examples = {
    "milk_chocolate": {
        "summary": "A dog of 6.8 kg that ate 8 oz of milk chocolate",
        "value": {"species": "dog", "poison": "chocolate_milk", "amount_g": 226.8, "weight_kg": 6.8},
    },
    "unknown": {
        "summary": "A cat that ate nobody knows what",
        "value": {"species": "cat"},
    },
}
ENERGY: Examples = {
    "overweight": {
        "summary": "A neutered dog of 40 kg at body condition 7, and its food",
        "value": {
            "species": "dog",
            "birth": BORN,
            "weight_kg": 40,
            "body_condition": 7,
            "reproductive_state": "neutered",
            "has_listed_disease": False,
            "food": {"kcal_per_100_g": 350, "made_for": "adults"},
        },
    },
}
IDEAL_WEIGHT: Examples = {
    "overweight": {
        "summary": "A dog of 40 kg at body condition 7",
        "value": {"species": "dog", "birth": BORN, "weight_kg": 40, "body_condition": 7},
    },
}
WEIGHT_LOSS: Examples = {
    "unplanned": {
        "summary": "A cat that lost 0.3 kg in four weeks, and nobody planned it",
        "value": {
            "species": "cat",
            "before": {"kg": 4.5, "on": "2025-03-01"},
            "now": {"kg": 4.2, "on": "2025-03-29"},
        },
    },
}
VACCINE_PLAN: Examples = {
    "stated_by_the_vet": {
        "summary": "A dog whose vet wrote down the next core dose",
        "value": {
            "species": "dog",
            "birth": BORN,
            "doses": [
                {
                    "series": "dog_core",
                    "given_on": "2024-06-03",
                    "next_due": [{"on": "2027-06-03", "by": "vet"}],
                }
            ],
        },
    },
}
LIFE_STAGE: Examples = {
    "grown_dog": {
        "summary": "A dog that was born in May 2019 and may become 12 years old",
        "value": {"species": "dog", "birth": BORN, "expected_life_years": 12},
    },
}
SEEN: Examples = {
    "trouble_breathing": {
        "summary": "It struggles to breathe",
        "value": {"signs": ["trouble_breathing"]},
    },
}
EATEN: Examples = {
    "milk_chocolate": {
        "summary": "It ate 8 oz of milk chocolate",
        "value": {"poison": "chocolate_milk", "amount_g": 226.8},
    },
}
