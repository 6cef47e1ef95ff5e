using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>Finds handlers and predicates that take the old item under the name of the new one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ImageOrderAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SuspiciousOrder];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var handler in type.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var annotation in handler.Annotations())
            {
                if (HandlerMethods.ChangesOf(annotation) != ChangeSet.Modify
                    || HandlerMethods.EntityOf(annotation, handler) is not { } entity)
                {
                    continue;
                }

                foreach (var method in PredicatesOf(annotation, type).Prepend(handler).Where(reported.Add))
                {
                    Check(method, entity, context);
                }
            }
        }
    }

    private static IEnumerable<IMethodSymbol> PredicatesOf(AttributeData annotation, INamedTypeSymbol type) =>
        annotation.Named("When") is string name ? type.GetMembers(name).OfType<IMethodSymbol>() : [];

    private static void Check(IMethodSymbol method, INamedTypeSymbol entity, SymbolAnalysisContext context)
    {
        if (HandlerMethods.Images(method, entity) is [var first, var second]
            && ImageNames.AreSwapped(first.Name, second.Name))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.SuspiciousOrder,
                first.Locations[0],
                method.ToDisplayName(),
                first.Name,
                second.Name));
        }
    }
}
