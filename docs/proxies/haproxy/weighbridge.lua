-- Asks Weighbridge about a call before HAProxy passes it on. See docs/proxies/haproxy.md.
-- An error here lets a call through unless haproxy.cfg asks for the hold afterwards, as ours does.
local URL = "http://127.0.0.1:7446/auth/haproxy"

-- What `forward_auth.subject_header` is set to, in small letters; "" for none.
local SUBJECT_HEADER = ""

local PASSED_ON = {
    "hold", "request-id", "account", "service", "subject",
}

local UNANSWERED = '{"error":{"message":"The gate did not answer.","type":"server_error",'
    .. '"param":null,"code":"gate_unavailable"}}'

local function refuse(txn, status, body, headers)
    local reply = txn:reply { status = status, headers = headers, body = body }
    txn:done(reply)
end

-- What a client calls ours ends here, in any spelling.
local function forget_forged(txn, headers)
    for name, _ in pairs(headers) do
        if name:lower():gsub("_", "-"):find("^x%-weighbridge%-") then
            txn.http:req_del_header(name)
        end
    end
end

local function ask(txn)
    local given = txn.http:req_get_headers()
    local asked = {
        ["x-forwarded-uri"] = { txn.f:pathq() },
        ["x-forwarded-method"] = { txn.f:method() },
        ["x-forwarded-for"] = { txn.f:src() },
    }
    for _, name in ipairs({ "authorization", SUBJECT_HEADER }) do
        if given[name] then
            local all = {}
            for _, value in pairs(given[name]) do
                table.insert(all, value)
            end
            asked[name] = all
        end
    end
    forget_forged(txn, given)

    local answer = core.httpclient():get { url = URL, headers = asked, timeout = 2000 }
    local headers = answer and answer.headers or {}
    -- Only the gate's own answer counts; HAProxy makes a 503 or 504 of none.
    if answer and answer.status == 200 and headers["x-weighbridge-hold"] then
        txn.http:req_del_header("authorization")
        for _, name in ipairs(PASSED_ON) do
            local value = headers["x-weighbridge-" .. name]
            if value then
                txn.http:req_set_header("x-weighbridge-" .. name, value[0])
            end
        end
        txn.http:req_set_header("x-request-id", headers["x-weighbridge-request-id"][0])
        for name, values in pairs(headers) do
            if name:find("^x%-ratelimit%-") then
                txn:set_var("txn." .. name:gsub("-", "_"), values[0])
            end
        end
        txn:set_var("txn.weighbridge_request_id", headers["x-weighbridge-request-id"][0])
        txn:set_var("txn.weighbridge_hold", headers["x-weighbridge-hold"][0])
        return
    end
    local marked = headers["cache-control"] and headers["cache-control"][0] == "no-store"
    if not answer or not marked or answer.status == 200 then
        refuse(txn, 503, UNANSWERED, {
            ["content-type"] = { "application/json" },
            ["retry-after"] = { "1" },
        })
        return
    end
    local told = { ["content-type"] = { "application/json" } }
    for name, values in pairs(headers) do
        if name:find("^x%-ratelimit%-") or name:find("^retry%-after") or name == "x-should-retry" then
            told[name] = { values[0] }
        end
    end
    refuse(txn, answer.status, answer.body, told)
end

core.register_action("weighbridge", { "http-req" }, ask)
