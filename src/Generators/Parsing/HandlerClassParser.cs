using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Describes the class of a handler, and whether generated code can call the method on it.</summary>
internal static class HandlerClassParser
{
    public static HandlerClassModel? Parse(
        IMethodSymbol method, Compilation compilation, StateParser states, DiagnosticSink sink)
    {
        var type = method.ContainingType;
        if (WhyNotCallable(method, type) is { } reason)
        {
            sink.Report(Descriptors.InaccessibleHandler, method.SourceLocation(), method.ToDisplayName(), reason);
            return null;
        }

        var dispatcher = new GeneratedType(type.NamespaceName(), $"{type.FlatName()}Dispatcher", IsPublic: false);
        if (new MapperLocator(compilation).IsTaken(type, dispatcher))
        {
            sink.Report(Descriptors.NameTaken, type.SourceLocation(), type.ToDisplayName(), dispatcher.Name);
            return null;
        }

        var errors = sink.Errors;
        var shard = ShardClassParser.Parse(type, states, sink);
        return sink.Errors > errors
            ? null
            : new(type.ToFullName(), type.ToDisplayName(), dispatcher, LifetimeOf(type), shard);
    }

    private static string? WhyNotCallable(IMethodSymbol method, INamedTypeSymbol type) => type switch
    {
        _ when method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) =>
            "it is a local function, an accessor or an operator; make it a method of a class",
        { TypeKind: not (TypeKind.Class or TypeKind.Struct) } => "it is declared by neither a class nor a struct",
        _ when type.IsOrIsInGeneric() => "its class is generic",
        _ when !type.CanBeNamed() => "its class is private, protected or local to a file; make it internal or public",
        _ when !IsAccessible(method) => "it is private or protected; make it internal or public",
        _ when method.IsGenericMethod => "it has type parameters",
        _ when method.IsStatic => null,
        { IsAbstract: true } => "its class is abstract, so there is no instance to call it on; make the method static",
        { IsValueType: true } => "its type is a struct, which cannot be a service; make the method static",
        _ => null,
    };

    /// <summary>Whether any file of the assembly may call the method.</summary>
    public static bool IsAccessible(IMethodSymbol method) => method.DeclaredAccessibility
        is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    // By the values of Microsoft.Extensions.DependencyInjection.ServiceLifetime.
    private static string LifetimeOf(INamedTypeSymbol type) => KnownAttributes.Handler(type)?.Named("Lifetime") switch
    {
        0 => "Singleton",
        2 => "Transient",
        _ => "Scoped",
    };
}
