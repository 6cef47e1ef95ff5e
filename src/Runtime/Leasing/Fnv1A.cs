using System.Text;

namespace DynamoHandlers.Leasing;

/// <summary>
/// FNV-1a, 32 bits: a hash that is the same in every process and version, unlike <c>string.GetHashCode</c>. Constants
/// from the algorithm's description (http://www.isthe.com/chongo/tech/comp/fnv/).
/// </summary>
internal static class Fnv1A
{
    public static uint Hash(string text)
    {
        var hash = 2166136261u;
        Span<byte> buffer = stackalloc byte[512];
        var length = Encoding.UTF8.GetMaxByteCount(text.Length) <= buffer.Length ? Encoding.UTF8.GetBytes(text, buffer) : -1;
        foreach (var octet in length >= 0 ? buffer[..length] : Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ octet) * 16777619u;
        }

        return hash;
    }
}
