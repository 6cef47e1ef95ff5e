using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes how a map becomes an object. Without constructor parameters the object comes first and each attribute is put
/// into it as it arrives, which leaves the initial values of the absent ones alone. With them everything waits in
/// locals for the constructor.
/// </summary>
internal sealed class MapperBody
{
    private readonly SourceWriter _writer;
    private readonly ReadExpressions _expressions;
    private readonly EntityModel _entity;
    private readonly bool _waits;
    private readonly string _object;
    private readonly Dictionary<MemberModel, string> _values = [];
    private readonly Dictionary<MemberModel, string> _flags = [];
    private readonly Dictionary<MemberModel, string> _readers = [];

    public MapperBody(SourceWriter writer, ReadExpressions expressions, EntityModel entity)
    {
        _writer = writer;
        _expressions = expressions;
        _entity = entity;
        _waits = entity.Members.Any(static m => m.Target == MemberTarget.Parameter);
        var locals = new Locals("reader");
        _object = locals.Add("entity");
        foreach (var member in entity.Members)
        {
            if (_waits)
            {
                _values.Add(member, locals.AddFor(member.Name));
            }

            if (member.IsFlattened)
            {
                _readers.Add(member, locals.AddFor($"{member.Name}Reader"));
            }
            else if (member.MustBePresent || (_waits && member.Target != MemberTarget.Parameter))
            {
                _flags.Add(member, locals.AddFlag(member.Name));
            }
        }
    }

    public void Write()
    {
        WriteDeclarations();
        WriteReaders();
        _writer.Write($"reader.BeginMap(typeof({_entity.Type}));");
        using (_writer.Braces("while (reader.NextAttribute())"))
        {
            WriteAttributes();
        }

        _writer.Space();
        WriteFlattened();
        WriteMissing();
        WriteResult();
    }

    // What is flattened into the map reads it once more, with a reader of its own.
    private void WriteReaders()
    {
        foreach (var member in _entity.Members.Where(static m => m.IsFlattened))
        {
            _writer.Write($"var {_readers[member]} = reader;");
        }
    }

    private void WriteFlattened()
    {
        foreach (var member in _entity.Members.Where(static m => m.IsFlattened))
        {
            var value = ReadExpressions.OfFlattened(member.Value, _readers[member]);
            _writer.Write(_values.TryGetValue(member, out var local) ? $"{local} = {value};" : Assign(member, value));
        }

        if (_readers.Count > 0)
        {
            _writer.Space();
        }
    }

    private void WriteDeclarations()
    {
        if (!_waits)
        {
            _writer.Write($"var {_object} = {Construct("")};");
        }

        foreach (var member in _entity.Members)
        {
            if (_values.TryGetValue(member, out var value))
            {
                var type = member.Value.Type;
                var empty = type.AllowsNull || type.IsValueType ? "default" : "null!";
                _writer.Write($"{type.Annotated} {value} = {member.Default ?? empty};");
            }

            if (_flags.TryGetValue(member, out var flag))
            {
                _writer.Write($"var {flag} = false;");
            }
        }
    }

    private void WriteAttributes()
    {
        if (_entity.Members.All(static m => m.IsFlattened))
        {
            _writer.Write("reader.Skip();");
            return;
        }

        var keyword = "if";
        foreach (var member in _entity.Members.Where(static m => !m.IsFlattened))
        {
            using (_writer.Braces($"{keyword} (reader.IsNamed({GeneratedFile.Quote(member.Attribute)}u8))"))
            {
                var value = _expressions.Of(member.Value, member.Null);
                var isLocal = _values.TryGetValue(member, out var local);
                _writer.Write(isLocal ? $"{local} = {value};" : Assign(member, value));
                if (_flags.TryGetValue(member, out var flag))
                {
                    _writer.Write($"{flag} = true;");
                }
            }

            keyword = "else if";
        }

        using (_writer.Braces("else"))
        {
            _writer.Write("reader.Skip();");
        }
    }

    private void WriteMissing()
    {
        foreach (var member in _entity.Members.Where(static m => m.MustBePresent))
        {
            using (_writer.Braces($"if (!{_flags[member]})"))
            {
                var type = $"typeof({member.Value.Type.Plain})";
                _writer.Write($"reader.ThrowMissing({GeneratedFile.Quote(member.Attribute)}, {type});");
            }

            _writer.Space();
        }
    }

    private void WriteResult()
    {
        var rest = _entity.Members.Where(m => _waits && m.Target != MemberTarget.Parameter).ToList();
        if (_waits)
        {
            var parameters = _entity.Members.Where(static m => m.Target == MemberTarget.Parameter);
            var created = Construct(string.Join(", ", parameters.Select(m => _values[m])));
            if (rest.Count == 0)
            {
                _writer.Write($"return {created};");
                return;
            }

            _writer.Write($"var {_object} = {created};");
        }

        foreach (var member in rest)
        {
            if (member.MustBePresent || member.IsFlattened)
            {
                _writer.Write(Assign(member, _values[member]));
                continue;
            }

            using (_writer.Braces($"if ({_flags[member]})"))
            {
                _writer.Write(Assign(member, _values[member]));
            }

            _writer.Space();
        }

        _writer.Write($"return {_object};");
    }

    private string Assign(MemberModel member, string value)
    {
        var instance = $"{(_entity.IsValueType ? "ref " : "")}{_object}";
        return member switch
        {
            { Target: MemberTarget.Accessor, Setter.IsField: true } => $"Set{member.Name}({instance}) = {value};",
            { Target: MemberTarget.Accessor } => $"Set{member.Name}({instance}, {value});",
            _ => $"{_object}.{GeneratedFile.Identifier(member.Name)} = {value};",
        };
    }

    private string Construct(string arguments) => _entity.Construction switch
    {
        Construction.Accessor => $"Create({arguments})",
        Construction.Default => $"default({_entity.Type})",
        _ => $"new {_entity.Type}({arguments})",
    };
}
