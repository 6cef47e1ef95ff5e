using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting.Diffs;

/// <summary>Writes the typed diff of an entity: its flags, the diff itself, and how changes give it.</summary>
internal sealed class DiffEmitter
{
    private readonly SourceWriter _writer = GeneratedFile.Start();
    private readonly EntityModel _entity;
    private readonly IReadOnlyList<DiffMember> _members;
    private readonly string _diff;
    private readonly string _fields;
    private readonly string _source;
    private readonly string _interface;

    private DiffEmitter(EntityModel entity)
    {
        _entity = entity;
        _members = DiffMembers.Of(entity);
        _diff = entity.Diff.Name;
        _fields = entity.Fields.FullName;
        _source = $"global::DynamoHandlers.Diffs.DiffSource<{entity.Type}>";
        _interface = $"global::DynamoHandlers.Diffs.IEntityDiff<{_diff}, {entity.Type}>";
    }

    public static SourceText Emit(DiffModel model) => new DiffEmitter(model.Entity).EmitFile(model);

    private SourceText EmitFile(DiffModel model)
    {
        var ns = _entity.Diff.Namespace;
        if (_entity.IsForeign)
        {
            // Where the types of this namespace are not looked for without.
            _writer.Write($"global using global::{ns};");
            _writer.Space();
        }

        using (_writer.Namespace(ns))
        {
            new FieldsEmitter(_writer, _entity, _members).Write();
            _writer.Space();
            WriteDiff();
        }

        _writer.Space();
        new ExtensionsEmitter(_writer, model).Write();
        return _writer.ToSourceText();
    }

    private void WriteDiff()
    {
        _writer.Write(
            $"""
            /// <summary>
            /// What a change does to <see cref="{_entity.Cref}"/>. Immutable if the entity is; can be kept.
            /// </summary>
            """);
        _writer.WriteTypeAttributes();
        using (_writer.Braces($"{_entity.Diff.Keyword()} readonly struct {_diff} : {_interface}"))
        {
            WriteConstruction();
            WriteSummary();
            WriteMembers();
            WriteCompare();
            WriteAccessors();
        }
    }

    private void WriteConstruction()
    {
        _writer.Write($"private readonly {_source} _source;");
        _writer.Space();
        using (_writer.Method($"private {_diff}", $"in {_source} source"))
        {
            _writer.Write($"_source = source;\nChanged = source.AreSame ? {_fields}.None : Compare();");
        }

        _writer.Space();
    }

    private void WriteSummary()
    {
        WriteProperty("The item before; null if there was none.", $"{_entity.Type}?", "Old", Side("Old"));
        WriteProperty("The item after; null if there is none.", $"{_entity.Type}?", "New", Side("New"));
        _writer.Write("/// <summary>The members whose values changed; null, absent and NULL are the same.</summary>");
        _writer.Write($"public {_fields} Changed {{ get; }}");
        _writer.Space();
        WriteProperty(
            "The members whose attributes mean something else to DynamoDB: also by type, or by absence.",
            _fields,
            "RawChanged",
            $"_source.HasImages ? {RawBits()} : Changed");
        WriteProperty(
            "Whether attributes changed that no member reads, here or in the objects within.",
            "bool",
            "UnmappedChanged",
            "_source.UnmappedChanged");
        WriteProperty(
            "Whether any member changed, or the item itself came or went.",
            "bool",
            "HasChanges",
            $"_source.HasOld != _source.HasNew || Changed != {_fields}.None");
        _writer.Write("/// <summary>Whether at least one of the members changed.</summary>");
        _writer.Write("/// <param name=\"fields\">The members, such as <c>A | B</c>.</param>");
        _writer.Write($"public bool HasAny({_fields} fields) => (Changed & fields) != {_fields}.None;");
        _writer.Space();
    }

    private string Side(string side) =>
        _entity.IsValueType ? $"_source.Has{side} ? _source.{side} : null" : $"_source.{side}";

    private string RawBits()
    {
        var words = Enumerable.Range(0, Math.Max(1, (_members.Count + 63) / 64))
            .Select(word => $"_source.RawChanged({word}, {_members.Count})");
        return FieldsEmitter.IsEnum(_members)
            ? $"({_fields}){words.First()}"
            : $"new {_fields}({string.Join(", ", words)})";
    }

    private void WriteMembers()
    {
        foreach (var member in _members)
        {
            WriteProperty(
                $"The change of <c>{member.Model.Name}</c>.",
                member.Type,
                member.Name,
                member.Source,
                member.Model.IsPublic ? "public" : "internal");
        }
    }

    private void WriteProperty(string summary, string type, string name, string value, string keyword = "public")
    {
        _writer.Write($"/// <summary>{summary}</summary>");
        _writer.WriteArrow($"{keyword} {type} {name}", value);
        _writer.Space();
    }

    private void WriteCompare()
    {
        _writer.Write("/// <inheritdoc/>");
        _writer.Write("public override string ToString() => Changed.ToString();");
        _writer.Space();
        _writer.WriteHeading($"static {_diff} {_interface}.Create", $"in {_source} source", " => new(in source);");
        _writer.Space();
        using (_writer.Braces($"private {_fields} Compare()"))
        {
            _writer.Write($"var changed = {_fields}.None;");
            foreach (var member in _members)
            {
                var test = member.IsObject ? "HasChanges" : "Changed";
                _writer.Write($"changed |= {member.Name}.{test} ? {_fields}.{member.Flag} : {_fields}.None;");
            }

            _writer.Write("return changed;");
        }
    }

    private void WriteAccessors()
    {
        foreach (var member in _members.Where(static m => m.Model.Getter is not null))
        {
            AccessorEmitter.WriteGetter(_writer, _entity.IsValueType, member.Model, member.Accessor);
        }
    }
}
