using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>Finds <c>[OnFailure]</c>, <c>[Batch]</c> and <c>[Handler]</c> where there is no handler that they could be about.</summary>
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
        if (context.Symbol is INamedTypeSymbol type)
        {
            var handlers = type.GetMembers().Where(HandlerMethods.IsHandler).ToImmutableArray();
            Report(KnownAttributes.OnFailure(type), "declares no handler", handlers.IsEmpty, context);
            Report(KnownAttributes.Handler(type), "declares no handler", handlers.IsEmpty, context);
            Report(
                KnownAttributes.Handler(type),
                "has static handlers only",
                !handlers.IsEmpty && handlers.All(static h => h.IsStatic),
                context);
            return;
        }

        var method = (IMethodSymbol)context.Symbol;
        Report(KnownAttributes.OnFailure(method), "is no handler", !method.IsHandler(), context);
        Report(KnownAttributes.Batch(method), "is no handler", !method.IsHandler(), context);
    }

    private static void Report(AttributeData? settings, string reason, bool isUnused, SymbolAnalysisContext context)
    {
        if (isUnused && settings?.ApplicationSyntaxReference is { } place)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.UnusedSettings,
                place.GetSyntax(context.CancellationToken).GetLocation(),
                settings.AttributeClass!.Name.Replace("Attribute", ""),
                context.Symbol.Name,
                reason));
        }
    }
}
