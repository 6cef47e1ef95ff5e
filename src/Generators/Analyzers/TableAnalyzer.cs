using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>
/// Marks handlers whose entity names no table, so that a code fix can be offered. The generator reports the error
/// itself, as it drops the handler; but of generators' diagnostics editors offer no fixes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TableAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.TableCanBeNamed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.Method);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        foreach (var annotation in method.Annotations())
        {
            if (HandlerMethods.EntityOf(annotation, method) is { TypeKind: TypeKind.Class or TypeKind.Struct } entity
                && !KnownAttributes.IsEntity(entity)
                && entity.SourceLocation() is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.TableCanBeNamed,
                    annotation.ApplicationSyntaxReference!.GetSyntax(context.CancellationToken).GetLocation(),
                    entity.ToDisplayName()));
            }
        }
    }
}
