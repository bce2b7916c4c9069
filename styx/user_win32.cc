#include "styx/user_win32.h"

#include "styx/handle_win32.h"

#include <vector>
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

namespace styx {
namespace {

std::vector<char> of_token(HANDLE token, TOKEN_INFORMATION_CLASS what)
{
    DWORD bytes = 0;
    GetTokenInformation(token, what, nullptr, 0, &bytes);
    std::vector<char> out(bytes);
    if (!GetTokenInformation(token, what, out.data(), bytes, &bytes)) out.clear();
    return out;
}

std::vector<char> of_process(HANDLE process, TOKEN_INFORMATION_CLASS what)
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(process, TOKEN_QUERY, &token)) return {};
    return of_token(OwnHandle(token).get(), what);
}

// TOKEN_USER and TOKEN_OWNER both begin with the SID's address.
PSID sid_in(const std::vector<char>& bytes)
{
    return bytes.empty() ? nullptr : *reinterpret_cast<const PSID*>(bytes.data());
}

}  // namespace

const std::wstring& own_sid()
{
    static const std::wstring sid = [] {
        auto user = of_process(GetCurrentProcess(), TokenUser);
        wchar_t* text = nullptr;
        if (!sid_in(user) || !ConvertSidToStringSidW(sid_in(user), &text)) return std::wstring();
        std::wstring out = text;
        LocalFree(text);
        return out;
    }();
    return sid;
}

bool is_own_process(unsigned long pid)
{
    OwnHandle process(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid));
    if (!process) return false;
    auto theirs = of_process(process.get(), TokenUser), ours = of_process(GetCurrentProcess(), TokenUser);
    return sid_in(theirs) && sid_in(ours) && EqualSid(sid_in(theirs), sid_in(ours));
}

bool is_own_file(const std::wstring& path)
{
    PSID owner = nullptr;
    PSECURITY_DESCRIPTOR all = nullptr;
    auto bad = GetNamedSecurityInfoW(path.c_str(), SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, nullptr, nullptr, nullptr, &all);
    if (bad != ERROR_SUCCESS) return false;
    auto user = of_process(GetCurrentProcess(), TokenUser), group = of_process(GetCurrentProcess(), TokenOwner);
    bool is_own = (sid_in(user) && EqualSid(owner, sid_in(user))) || (sid_in(group) && EqualSid(owner, sid_in(group)));
    LocalFree(all);
    return is_own;
}

// P: nothing of what stands above. OICI: files and directories in it, too (Microsoft, "ACE strings").
void* for_own_use()
{
    static SECURITY_ATTRIBUTES attributes = [] {
        SECURITY_ATTRIBUTES a{sizeof a, nullptr, FALSE};
        auto text = L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;" + own_sid() + L")";
        ConvertStringSecurityDescriptorToSecurityDescriptorW(text.c_str(), SDDL_REVISION_1, &a.lpSecurityDescriptor, nullptr);
        return a;
    }();
    return &attributes;
}

}  // namespace styx
