using System.Collections;
using System.Globalization;
using System.Reflection;

namespace DynamoHandlers.Differential.Tests.Values;

/// <summary>
/// Compares two objects by what is in them, member by member, and says where they differ first. Sets and dictionaries
/// have no order; times differ by their kind too.
/// </summary>
internal static class DeepComparison
{
    /// <summary>Where and how two values differ; null if they do not.</summary>
    public static string? Difference(object? expected, object? actual, string path = "$") => (expected, actual) switch
    {
        (null, null) => null,
        (null, _) or (_, null) => Differ(path, expected, actual),
        _ when expected.GetType() != actual.GetType() => Differ(path, expected.GetType(), actual.GetType()),
        (DateTime e, DateTime a) => e == a && e.Kind == a.Kind ? null : Differ(path, e, a),
        (DateTimeOffset e, DateTimeOffset a) => e.EqualsExact(a) ? null : Differ(path, e, a),
        (ReadOnlyMemory<byte> e, ReadOnlyMemory<byte> a) => Sequences(e.ToArray(), a.ToArray(), path),
        (MemoryStream e, MemoryStream a) => Sequences(e.ToArray(), a.ToArray(), path),
        (string or IFormattable or bool or Uri or Version, _) => expected.Equals(actual) ? null : Differ(path, expected, actual),
        (IDictionary e, IDictionary a) => Maps(e, a, path),
        _ when IsUninitialized(expected) || IsUninitialized(actual) =>
            IsUninitialized(expected) && IsUninitialized(actual) ? null : Differ(path, "an array", "default, or the other way round"),
        (IEnumerable e, IEnumerable a) when IsSet(expected.GetType()) => Sets(e, a, path),
        (IEnumerable e, IEnumerable a) => Sequences(e, a, path),
        _ => Members(expected, actual, path),
    };

    /// <summary>
    /// What of a value is not in what was read back; null if nothing is. Nothing can be where the SDK writes nothing: of
    /// null, "" and empty collections. Times lose less than a second, those of day a
    /// millisecond; lists may have become sets.
    /// </summary>
    public static string? Lost(object? value, object? read, string path = "$") => (value, read) switch
    {
        (null or "", _) => null,
        (DateTime v, DateTime r) => r.Kind == DateTimeKind.Utc && (v.ToUniversalTime() - r).Duration() < TimeSpan.FromSeconds(1) ? null : Differ(path, v, r),
        (TimeOnly v, TimeOnly r) => v - r < TimeSpan.FromMilliseconds(1) ? null : Differ(path, v, r),
        (IDictionary v, IDictionary r) => v.Keys.Cast<object>()
            .Select(key => Lost(v[key], r.Contains(key) ? r[key] : null, $"{path}[{key}]"))
            .FirstOrDefault(static lost => lost is not null),
        (string or IFormattable or bool or Uri or Version or MemoryStream or ReadOnlyMemory<byte>, _) => Difference(value, read, path),
        (IEnumerable v, null) => v.GetEnumerator().MoveNext() ? Differ(path, v, null) : null,
        (IEnumerable v, IEnumerable r) => v.Cast<object?>()
            .Where(e => Lost(e, null) is not null && !r.Cast<object?>().Any(a => Lost(e, a) is null))
            .Select(e => $"{path}: {Shown(e)} is not there").FirstOrDefault(),
        (_, null) => Differ(path, value, null),
        _ when value.GetType() != read.GetType() => Differ(path, value.GetType(), read.GetType()),
        _ => Members(value)
            .Select(member => Lost(member.Get(value), member.Get(read), $"{path}.{member.Name}"))
            .FirstOrDefault(static lost => lost is not null),
    };

    private static string? Maps(IDictionary expected, IDictionary actual, string path)
    {
        foreach (var key in expected.Keys.Cast<object>().Union(actual.Keys.Cast<object>()))
        {
            if (!expected.Contains(key) || !actual.Contains(key))
            {
                return $"{path}[{key}] is only {(expected.Contains(key) ? "expected" : "there")}";
            }

            if (Difference(expected[key], actual[key], $"{path}[{key}]") is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? Sets(IEnumerable expected, IEnumerable actual, string path)
    {
        var missing = expected.Cast<object?>().Where(e => !actual.Cast<object?>().Any(a => Difference(e, a) is null)).ToList();
        var surplus = actual.Cast<object?>().Where(a => !expected.Cast<object?>().Any(e => Difference(e, a) is null)).ToList();
        return missing.Count + surplus.Count == 0
            ? null
            : $"{path}: expected is also {Shown(missing)}, there is also {Shown(surplus)}";
    }

    private static string? Sequences(IEnumerable expected, IEnumerable actual, string path)
    {
        var (left, right) = (expected.Cast<object?>().ToList(), actual.Cast<object?>().ToList());
        return left.Count != right.Count
            ? Differ($"{path}.Count", left.Count, right.Count)
            : left.Select((e, i) => Difference(e, right[i], $"{path}[{i}]")).FirstOrDefault(static d => d is not null);
    }

    private static string? Members(object expected, object actual, string path) => Members(expected)
        .Select(member => Difference(member.Get(expected), member.Get(actual), $"{path}.{member.Name}"))
        .FirstOrDefault(static d => d is not null);

    private static IEnumerable<(string Name, Func<object, object?> Get)> Members(object value)
    {
        const BindingFlags Public = BindingFlags.Instance | BindingFlags.Public;
        var properties = value.GetType().GetProperties(Public).Where(static p => p.GetIndexParameters().Length == 0)
            .Select(static p => (p.Name, Get: (Func<object, object?>)p.GetValue));
        return properties.Concat(value.GetType().GetFields(Public)
            .Select(static f => (f.Name, Get: (Func<object, object?>)f.GetValue)));
    }

    private static bool IsUninitialized(object value) =>
        value.GetType().Name == "ImmutableArray`1" && value.Equals(Activator.CreateInstance(value.GetType()));

    private static bool IsSet(Type type) => type.GetInterfaces().Any(static i =>
        i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(ISet<>) || i.GetGenericTypeDefinition() == typeof(IReadOnlySet<>)));

    private static string Differ(string path, object? expected, object? actual) =>
        $"{path}: expected {Shown(expected)}, but it is {Shown(actual)}";

    private static string Shown(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DateTime time => $"{time:O} ({time.Kind})",
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable values => $"[{string.Join(", ", values.Cast<object?>().Select(Shown))}]",
        _ => value.ToString() ?? "",
    };
}
