#include "styx/digest.h"

#include <array>
#include <openssl/evp.h>

namespace styx {

std::string sha256(std::string_view bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, EVP_sha256(), nullptr);
    std::string text;
    for (unsigned i = 0; i < size; ++i) text += {digits[sum[i] >> 4], digits[sum[i] & 15]};
    return text;
}

}  // namespace styx
