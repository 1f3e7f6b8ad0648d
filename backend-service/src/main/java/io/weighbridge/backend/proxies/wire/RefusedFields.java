package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Fields of a request that are not passed on, because some model server or router lets its client
/// decide with them what only the operator may: how far an answer goes beside the maximum that the
/// hold is for, which model or key serves it, what is bought along with it, what the prompt grows
/// to. A closed list, which a setting adds to. Names are compared without regard to case, as some
/// servers read them so.
public final class RefusedFields {
    // Other names of a maximum, and of how many answers: llama.cpp, Hugging Face, Ollama.
    private static final Set<String> LENGTHS =
            Set.of(
                    "max_length",
                    "max_new_tokens",
                    "max_output_tokens",
                    "n_cmpl",
                    "n_predict",
                    "num_predict",
                    "options");

    // Another model, place or key than the service's: OpenRouter, LiteLLM, llama.cpp, SGLang.
    private static final Set<String> ROUTES =
            Set.of(
                    "additional_drop_params",
                    "api_base",
                    "api_key",
                    "api_version",
                    "base_url",
                    "bootstrap_host",
                    "bootstrap_port",
                    "bootstrap_room",
                    "content_policy_fallbacks",
                    "context_window_fallback_dict",
                    "context_window_fallbacks",
                    "custom_llm_provider",
                    "deployment_id",
                    "drop_params",
                    "enable_json_schema_validation",
                    "extra_body",
                    "extra_headers",
                    "fallbacks",
                    "headers",
                    "inference_geo",
                    "kv_transfer_params",
                    "lora",
                    "lora_path",
                    "max_retries",
                    "model_list",
                    "models",
                    "modify_params",
                    "num_retries",
                    "organization",
                    "preset",
                    "priority",
                    "provider",
                    "region_name",
                    "route",
                    "router_settings_override",
                    "session_params",
                    "specific_deployment",
                    "transforms",
                    "user_config");

    // What costs beside tokens, or more of them than can be seen, or runs or writes something of
    // the client's at the server.
    private static final Set<String> EXTRAS =
            Set.of(
                    "anthropic_beta",
                    "betas",
                    "cache_control_injection_points",
                    "chat_template",
                    "container",
                    "custom_logit_processor",
                    "enable_search",
                    "guardrails",
                    "input_cost_per_token",
                    "logits_processors",
                    "mcp_servers",
                    "media_io_kwargs",
                    "mm_processor_kwargs",
                    "output_cost_per_token",
                    "plugins",
                    "prompt_embeds",
                    "search_parameters",
                    "search_settings",
                    "speed",
                    "web_search_options");

    // What model servers read of an answer's form. A router that checks the answer itself writes it
    // into its error, and an error is free.
    private static final Set<String> FORMAT =
            Set.of(
                    "format",
                    "grammar",
                    "json_schema",
                    "pattern",
                    "schema",
                    "structures",
                    "triggers",
                    "type");

    private static final List<String> PREFIXES =
            List.of("aws_", "azure_", "litellm_", "mock_", "vertex_");

    // Other kinds of tools are run, and charged, by a provider.
    private static final Set<String> TOOLS = Set.of("custom", "function");

    // They only take something out of a prompt. Others have the model write a summary of it first,
    // which is charged beside the answer.
    private static final Set<String> EDITS =
            Set.of("clear_thinking_20251015", "clear_tool_uses_20250919");

    private RefusedFields() {}

    /// Refuses a request that has one. One that says nothing, or that an extra is not wanted, is
    /// removed instead: some libraries write all the fields that they know.
    ///
    /// @param own fields that the endpoint itself has, by names that are refused elsewhere
    /// @param more names, in small letters
    /// @throws Fault INVALID_FIELD
    public static void require(Set<String> own, ObjectNode root, Set<String> more) {
        List<String> idle = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String field = entry.getKey();
            String name = folded(field);
            boolean isOwn = own.contains(field);
            boolean isLength = !isOwn && LENGTHS.contains(name);
            if (!isLength && !more.contains(name) && (isOwn || !isRefused(name))) {
                continue;
            }
            JsonNode value = entry.getValue();
            boolean isOff = value.isBoolean() && !value.booleanValue() && EXTRAS.contains(name);
            if (!value.isNull() && !isOff) {
                throw Fault.invalid(
                        "body",
                        Check.shown(field),
                        isLength ? "max_tokens and n instead" : "no such field");
            }
            idle.add(field);
        }
        root.remove(idle);
        requireEdits(root);
        for (JsonNode tool : root.path("tools")) {
            String type = tool.path("type").asText("function");
            if (!TOOLS.contains(type)) {
                throw Fault.invalid("tools.type", Check.shown(type), "function or custom");
            }
        }
        for (Map.Entry<String, JsonNode> entry : root.path("response_format").properties()) {
            if (!FORMAT.contains(entry.getKey()) && !entry.getValue().isNull()) {
                throw Fault.invalid(
                        "response_format", Check.shown(entry.getKey()), "no such field");
            }
        }
    }

    private static void requireEdits(ObjectNode root) {
        JsonNode management = root.path("context_management");
        if (management.isMissingNode() || management.isNull()) {
            root.remove("context_management");
            return;
        }
        JsonNode edits = management.path("edits");
        boolean isPassed = edits.isArray() && management.size() == 1;
        for (JsonNode edit : edits) {
            isPassed &= EDITS.contains(edit.path("type").asText());
        }
        if (!isPassed) {
            throw Fault.invalid(
                    "context_management",
                    Check.shown(management.toString()),
                    "edits of the types " + String.join(", ", new TreeSet<>(EDITS)));
        }
    }

    private static boolean isRefused(String name) {
        return ROUTES.contains(name)
                || EXTRAS.contains(name)
                || PREFIXES.stream().anyMatch(name::startsWith);
    }

    /// As readers see a name that do not look at its case: also letters whose capital, or small
    /// letter, is one of ASCII.
    public static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
