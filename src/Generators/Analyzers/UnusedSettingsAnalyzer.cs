using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>Finds <c>[OnFailure]</c> and <c>[Batch]</c> where there is no handler that they could be about.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedSettingsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UnusedSettings];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.Method, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var settings = KnownAttributes.OnFailure(context.Symbol)
            ?? (context.Symbol is IMethodSymbol method ? KnownAttributes.Batch(method) : null);
        if (settings?.ApplicationSyntaxReference is not { } place || HasHandlers(context.Symbol))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.UnusedSettings,
            place.GetSyntax(context.CancellationToken).GetLocation(),
            settings.AttributeClass!.Name.Replace("Attribute", ""),
            context.Symbol.Name,
            context.Symbol is IMethodSymbol ? "is no handler" : "declares no handler"));
    }

    private static bool HasHandlers(ISymbol symbol) =>
        symbol is INamedTypeSymbol type ? type.GetMembers().Any(HandlerMethods.IsHandler) : symbol.IsHandler();
}
