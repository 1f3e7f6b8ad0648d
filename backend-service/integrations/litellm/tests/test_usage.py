"""Usage and cost, as LiteLLM says them, in units of the contract."""

import unittest

from litellm.types.utils import Usage

from weighbridge_litellm import usage


class UsageTest(unittest.TestCase):
    def test_parts_are_told_apart_and_never_above_their_whole(self):
        used = Usage(
            prompt_tokens=50,
            completion_tokens=20,
            total_tokens=70,
            prompt_tokens_details={"cached_tokens": 40, "audio_tokens": 30},
            completion_tokens_details={"reasoning_tokens": 15, "audio_tokens": 9},
        )
        self.assertEqual(
            {
                "input_tokens": 50,
                "cached_input_tokens": 40,
                "audio_input_tokens": 10,
                "output_tokens": 20,
                "reasoning_tokens": 15,
                "audio_output_tokens": 5,
            },
            usage.units(used),
        )

    def test_thinking_beside_the_answer_is_output(self):
        self.assertEqual(
            {"input_tokens": 5, "output_tokens": 15, "reasoning_tokens": 9},
            usage.units({"prompt_tokens": 5, "completion_tokens": 6, "total_tokens": 20}),
        )

    def test_writes_to_a_cache_are_split_by_how_long_it_is_kept(self):
        used = {
            "prompt_tokens": 100,
            "completion_tokens": 1,
            "prompt_tokens_details": {
                "cache_creation_tokens": 30,
                "cache_creation_token_details": {"ephemeral_1h_input_tokens": 10},
            },
        }
        found = usage.units(used)
        self.assertEqual(10, found["cache_write_1h_tokens"])
        self.assertEqual(20, found["cache_write_5m_tokens"])

    def test_usage_that_was_not_told_is_not_zero(self):
        self.assertEqual({}, usage.units(Usage()))
        self.assertEqual({}, usage.units(None))
        self.assertEqual({}, usage.units({"prompt_tokens": "9", "completion_tokens": -1}))

    def test_a_cost_is_written_and_not_reckoned_with(self):
        self.assertEqual(28_500, usage.cost_nanos(2.85e-05))
        self.assertEqual(50_000, usage.cost_nanos(4.9999999999999996e-05))
        self.assertEqual(0, usage.cost_nanos(0.0))
        self.assertEqual(2, usage.cost_nanos(2.5e-09))
        for wrong in (None, "", float("nan"), float("inf"), -0.1, True, 1e10):
            self.assertIsNone(usage.cost_nanos(wrong), wrong)


if __name__ == "__main__":
    unittest.main()
