using System.Text;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>Spoils JSON as lines, disks and bugs would.</summary>
internal static class Damage
{
    private static readonly string[] Fragments =
        ["\"", "{", "}", "[", "]", ",", ":", "\\", "\\u", "\\ud800", "null", "true", "1e5", "-", "\0", " ", "\"S\"", "\"N\":", "{}", "\uFEFF", "x"];

    public static byte[] Do(byte[] json, Random random)
    {
        var bytes = json.ToList();
        for (var times = 1 + random.Next(3); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
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
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
