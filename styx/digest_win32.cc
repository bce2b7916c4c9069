#include "styx/digest.h"

#include <array>
#include <windows.h>

#include <bcrypt.h>

namespace styx {

// CNG's one-call form takes a length of 32 bits: in pieces.
std::string sha256(std::string_view bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    constexpr std::size_t most = 1 << 30;
    std::array<unsigned char, 32> sum{};
    BCRYPT_ALG_HANDLE algorithm = nullptr;
    BCRYPT_HASH_HANDLE hash = nullptr;
    BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, nullptr, 0);
    BCryptCreateHash(algorithm, &hash, nullptr, 0, nullptr, 0, 0);
    for (; !bytes.empty(); bytes.remove_prefix(std::min(most, bytes.size()))) {
        auto piece = bytes.substr(0, most);
        BCryptHashData(hash, reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data())), ULONG(piece.size()), 0);
    }
    BCryptFinishHash(hash, sum.data(), ULONG(sum.size()), 0);
    BCryptDestroyHash(hash);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    std::string text;
    for (auto byte : sum) text += {digits[byte >> 4], digits[byte & 15]};
    return text;
}

}  // namespace styx
