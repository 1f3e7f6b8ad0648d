"""Which requests are let through."""

import re
import unittest
from pathlib import Path

from weighbridge_litellm import rules
from weighbridge_litellm.answers import Refused

_CHAT = "/chat/completions"
_FUNCTION = {"type": "function", "function": {"name": "f", "parameters": {"googleSearch": {}}}}
# The own gateway's list, where the package is in its repository.
_GATEWAY = Path(__file__).parents[3] / (
    "src/main/java/io/weighbridge/backend/proxies/wire/RefusedFields.java"
)


class RulesTest(unittest.TestCase):
    def _refuse(self, body: dict, route: str = _CHAT, more: frozenset[str] = frozenset()):
        with self.assertRaises(Refused, msg=str(body)) as raised:
            rules.require_fields(body, route, more)
        self.assertEqual(400, raised.exception.status)

    def _pass(self, body: dict, route: str = _CHAT, more: frozenset[str] = frozenset()):
        rules.require_fields(body, route, more)

    def test_what_clients_of_openai_send_is_let_through(self):
        self._pass(
            {
                "model": "chat",
                "messages": [{"role": "user", "content": "Hi"}],
                "max_completion_tokens": 5,
                "temperature": 0.5,
                "stream": True,
                "stream_options": {"include_usage": True},
                "response_format": {"type": "json_schema", "json_schema": {"name": "n"}},
                "tools": [
                    {**_FUNCTION, "cache_control": {"type": "ephemeral"}},
                    {"type": "custom", "custom": {"name": "c", "format": {"type": "text"}}},
                ],
                "functions": [{"name": "f", "description": "d", "parameters": {}}],
                "service_tier": "auto",
                "mock_response": None,
                "web_search_options": False,
            }
        )
        self._pass({"model": "chat", "prompt": "Hi", "suffix": "."}, "/completions")
        self._pass({"model": "embed", "input": ["Hi"], "dimensions": 8}, "/embeddings")

    def test_no_field_that_is_not_listed_is_passed_on(self):
        for name in (
            "additional_drop_params",
            "documents",
            "drop_params",
            "enable_json_schema_validation",
            "MAX_TOKENS",
            "mock_response",
            "modify_params",
            "no-log",
            "vector_store_ids",
            "_x",
        ):
            self._refuse({name: 1})
            self._refuse({name: False})
        self._refuse({"prompt": "Hi"})
        self._refuse({"tools": [_FUNCTION]}, "/completions")
        self._refuse({"max_tokens": 1}, "/embeddings")
        self._refuse([])

    def test_nothing_that_the_own_gateway_refuses_is_passed_on(self):
        text = _GATEWAY.read_text()
        names = set(re.findall(r'"([a-z_]+)"', text[: text.index("PREFIXES")]))
        self.assertIn("speed", names)
        self.assertEqual(set(), names & frozenset().union(*rules.FIELDS.values()))

    def test_the_operator_can_let_a_field_through(self):
        self._pass({"chat_template_kwargs": {"x": 1}}, more=frozenset(("chat_template_kwargs",)))

    def test_a_format_is_checked_by_nobody_after_the_answer(self):
        schema = {"type": "object", "required": ["zz"]}
        enforced = {"response_schema": schema, "enforce_validation": True}
        self._refuse({"response_format": {"type": "json_object", **enforced}})
        self._refuse({"response_format": "json_object"})
        self._refuse({"stream_options": {"x": 1}})
        self._refuse({"stream": 1})

    def test_no_tool_runs_at_a_provider(self):
        for tool in (
            {"googleSearch": {}},
            {"type": "function", "googleSearch": {}},
            {"type": "function", "systemTool": {"name": "nova_grounding"}},
            {**_FUNCTION, "systemTool": None},
            {"function": {"name": "f"}},
            {"type": "function", "function": {}},
            {"type": "function", "function": {"name": "f", "defer_loading": True}},
            {"type": "custom", "custom": {"name": "f", "x": 1}},
            {"type": "web_search"},
            "web_search",
        ):
            self._refuse({"tools": [tool]})
        for function in ({"googleSearch": {}}, {"name": "f", "googleSearch": {}}, "f"):
            self._refuse({"functions": [function]})
        self._refuse({"tools": {"googleSearch": {}}})

    def test_no_tier_is_dearer(self):
        for tier in ("priority", "flex", ["auto"], 1):
            self._refuse({"service_tier": tier})

    def test_metadata_becomes_tags_as_far_as_it_can(self):
        metadata = {"team": "a", "Team": "b", "long": "x" * 101, "n": 1}
        self.assertEqual([("site", "x"), ("team", "a")], rules.tags(metadata, (("site", "x"),)))
        self.assertEqual(8, len(rules.tags({f"k{i}": "v" for i in range(20)}, ())))


if __name__ == "__main__":
    unittest.main()
