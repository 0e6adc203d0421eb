-- Drives podlint lsp as a user of Neovim does. Each step prints "ok STEP" or "not ok STEP: why"; the test counts them.
local folder = vim.env.EDITOR_FOLDER
local patience = 60000

local function say(text) io.stdout:write("\n" .. text .. "\n") end

local function step(name, run)
  local good, why = pcall(run)
  say(good and "ok " .. name or "not ok " .. name .. ": " .. tostring(why):gsub("\n", " | "))
end

local function await(what, holds)
  if not vim.wait(patience, holds, 20) then error("waited in vain for " .. what) end
end

local function codes()
  local out = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    -- Neovim 0.7 keeps the code in user_data
    out[#out + 1] = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code) or "?"
  end
  table.sort(out)
  return table.concat(out, " ")
end

-- server is the client of this buffer; the configuration of docs/editors.md starts it.
local function server()
  for _, client in pairs(vim.lsp.buf_get_clients(0)) do
    if client.name == "podlint" then return client end
  end
end

local function find(text)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local at = line:find(text, 1, true)
    if at then return i, at - 1 end
  end
  error("there is no " .. text)
end

local function go(text, more)
  local line, column = find(text)
  vim.api.nvim_win_set_cursor(0, { line, column + (more or 0) })
end

local function replace(text, with)
  local line, column = find(text)
  vim.api.nvim_buf_set_text(0, line - 1, column, line - 1, column + #text, { with })
end

-- choose makes vim.ui.select take the entry with a title.
local function choose(title)
  local chosen
  vim.ui.select = function(items, _, on_choice)
    for i, item in ipairs(items) do
      if item[2].title:find(title, 1, true) then
        chosen = item[2].title
        return on_choice(item, i)
      end
    end
    error("no action is called " .. title)
  end
  vim.lsp.buf.code_action()
  await("the action " .. title, function() return chosen end)
end

local broken, whole = "sidecar-ignores-sigterm tail-missing-file-crash", "sidecar-ignores-sigterm"

step("diagnostics appear", function()
  vim.cmd("edit " .. folder .. "/shop.yaml")
  await("diagnostics", function() return codes() == broken end)
end)

step("they follow what is typed", function()
  replace("tail, -f", "tail, -F")
  await("one less", function() return codes() == whole end)
  replace("tail, -F", "tail, -f")
  await("both again", function() return codes() == broken end)
end)

step("a code action is applied", function()
  go("tail, -f", 1)
  choose("Replace `tail -f`")
  await("the edit", function() return pcall(find, "tail, -F") end)
  await("one less", function() return codes() == whole end)
end)

step("a suppression is written", function()
  go("tail, -F", 1)
  choose("Suppress sidecar-ignores-sigterm here")
  await("nothing more", function() return codes() == "" end)
  vim.cmd("write")
end)

step("hover shows a container", function()
  go("registry.example.com", 1)
  vim.lsp.buf.hover()
  local shown
  await("the window", function()
    for _, win in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(win).relative ~= "" then
        shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(win), 0, -1, false), "\n")
        return true
      end
    end
  end)
  assert(shown:find("/var/log/app from logs", 1, true), shown)
end)

step("definition leads to the volume", function()
  go("name: logs, mountPath", 7)
  vim.lsp.buf.definition()
  local line = find("name: logs, emptyDir")
  await("the jump", function() return vim.api.nvim_win_get_cursor(0)[1] == line end)
end)

step("a reason is given to a suppression", function()
  replace("tail, -F", "tail, -f")
  replace(" # podlint:ignore sidecar-ignores-sigterm -- TODO: say why", "")
  await("both", function() return codes() == broken end)
  go("tail, -f", 1)
  vim.cmd("PodlintSuppress it ends with the app")
  await("nothing more", function() return codes() == "" end)
  find("-- it ends with the app")
  vim.cmd("edit!") -- as it was saved
  await("what was saved", function() return pcall(find, "TODO: say why") and codes() == "" end)
end)

step("it is killed and started again", function()
  local before = server()
  vim.loop.kill(before.rpc.pid, "sigkill")
  await("its end", function() return not server() or before.is_stopped() end)
  vim.cmd("edit")
  replace("tail, -F", "tail, -f")
  await("diagnostics", function() return codes() == "tail-missing-file-crash" end)
  assert(server().id ~= before.id)
end)

step("5000 edits lose nothing", function()
  local pid = server().rpc.pid
  local function memory()
    for line in io.lines("/proc/" .. pid .. "/status") do
      local kb = line:match("^VmRSS:%s+(%d+) kB")
      if kb then return tonumber(kb) end
    end
    return 0
  end
  local first
  for i = 1, 5000 do
    if i % 2 == 1 then replace("tail, -f", "tail, -F") else replace("tail, -F", "tail, -f") end
    if i % 500 == 0 then
      await("the diagnostics of edit " .. i, function() return codes() == "tail-missing-file-crash" end)
      replace("tail, -f", "tail, -F")
      await("those after it", function() return codes() == "" end)
      replace("tail, -F", "tail, -f")
      first = first or memory()
    end
  end
  await("the last diagnostics", function() return codes() == "tail-missing-file-crash" end)
  assert(memory() < first + 200 * 1024, "it takes " .. memory() .. " kB, after 500 edits " .. first)
end)

step("it stops when it is told", function()
  local client = server()
  client.stop()
  await("its end", function() return client.is_stopped() end)
end)

vim.cmd("qall!")
