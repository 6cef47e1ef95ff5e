using System.Text;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>Spoils JSON as lines, disks and bugs would.</summary>
internal static class Damage
{
    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\x", "null", "true", "false", "1e5", "-",
            "\0", "\n", " ", "\"S\"", "\"N\":", "{}", "[]", "\uFEFF", "x", "/*x*/", "//", "NaN", "'", ",\"a\":{\"S\":\"x\"}",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ];

    public static byte[] Do(byte[] json, Random random)
    {
        var bytes = json.ToList();
        for (var times = 1 + random.Next(3); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.InsertRange(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 4:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 5:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(10)));
                    break;
                case 6:
                    // What follows comes from elsewhere, as when buffers are mixed up.
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(json[random.Next(json.Length)..]);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
