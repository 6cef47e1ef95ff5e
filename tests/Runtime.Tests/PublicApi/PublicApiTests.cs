using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamoHandlers.Runtime.Tests.PublicApi;

/// <summary>
/// Everything that users can call, in a file of its own beside this one, so that a review sees each change of it. To
/// accept a change: ACCEPT_BASELINES=1 ./test.sh
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("DynamoHandlers.Attributes")]
    [InlineData("DynamoHandlers")]
    [InlineData("DynamoHandlers.S3")]
    [InlineData("DynamoHandlers.Testing")]
    public void The_public_surface_is_the_one_that_was_agreed(string assembly)
    {
        var file = Path.Combine(Folder(), $"{assembly}.verified.txt");
        var actual = string.Join('\n', Assembly.Load(assembly).GetExportedTypes()
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .SelectMany(Describe)) + '\n';
        if (Environment.GetEnvironmentVariable("ACCEPT_BASELINES") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.Exists(file) ? File.ReadAllText(file) : "", actual);
    }

    private static IEnumerable<string> Describe(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        yield return $"{Kind(type)} {type}";
        var members = type.GetMembers(Declared)
            .Where(static member => IsVisible(member) && !member.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(static member => $"    {member.MemberType switch { MemberTypes.Constructor => "new", MemberTypes.Field => "field", MemberTypes.Property => "property", _ => "method" }} {member}")
            .Order(StringComparer.Ordinal);
        foreach (var member in members)
        {
            yield return member;
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase { IsSpecialName: true, IsConstructor: false } => false,
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => !field.IsSpecialName && (field.IsPublic || field.IsFamily),
        PropertyInfo property => property.GetAccessors().Length > 0,
        _ => false,
    };

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
