using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Federated.Learning.Experiments.Binding;

/// <summary>
/// Reads YAML text into nodes. Works on the parser's events because the library's own tree recurses without a limit and hashes
/// whole subtrees when they are keys: a hostile file would overflow the stack, which no handler can catch.
/// </summary>
internal sealed class NodeReader
{
    private const int DeepestNesting = 50;

    private readonly Parser _parser;
    private readonly Func<long, Origin> _origin;
    private readonly Dictionary<AnchorName, Node> _anchors = [];

    private NodeReader(string text, Func<long, Origin> origin)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _origin = origin;
    }

    /// <summary>Reads the only document of a text.</summary>
    /// <param name="text">YAML</param>
    /// <param name="origin">place of a line (1-based)</param>
    /// <returns>null if the text holds no document</returns>
    public static Node? Read(string text, Func<long, Origin> origin)
    {
        var reader = new NodeReader(text, origin);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            throw new InputException($"{origin(Math.Max(1, e.Start.Line)).Text}: not valid YAML: {Printable.Shorten(e.Message, 200)}", e);
        }
        catch (Exception e) when (e is not InputException and not OutOfMemoryException)
        {
            // The scanner gives up on some malformed text with exceptions that carry no place, InvalidOperationException for one.
            var line = reader._parser.Current?.End.Line ?? 1;
            throw new InputException($"{origin(line).Text}: not valid YAML behind this place", e);
        }
    }

    private Node? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var node = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            throw Refuse(second, "a second document starts here; expected one document");
        }

        return node;
    }

    private Node ReadNode(int depth)
    {
        var start = _parser.Consume<ParsingEvent>();
        if (depth > DeepestNesting)
        {
            throw Refuse(start, $"nested deeper than {DeepestNesting} levels");
        }

        if (start is AnchorAlias alias)
        {
            // An anchor is known once its node is complete, so that no node can contain itself.
            return _anchors.TryGetValue(alias.Value, out var known)
                ? known
                : throw Refuse(start, $"*{Printable.Shorten(alias.Value.Value)} is not the name of an anchor before this place");
        }

        var head = (NodeEvent)start;
        if (!head.Tag.IsEmpty && !head.Tag.IsNonSpecific)
        {
            throw Refuse(start, $"the tag {Printable.Shorten(head.Tag.Value)} is not accepted; expected plain values");
        }

        Node node = head switch
        {
            Scalar scalar => new ScalarNode(At(start), scalar.Value, scalar.Style is not ScalarStyle.Plain),
            SequenceStart => new SequenceNode(At(start), ReadItems(depth)),
            _ => new MappingNode(At(start), ReadEntries(depth)),
        };
        if (!head.Anchor.IsEmpty)
        {
            _anchors[head.Anchor] = node;
        }

        return node;
    }

    private List<Node> ReadItems(int depth)
    {
        var items = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return items;
    }

    private List<MappingEntry> ReadEntries(int depth)
    {
        var entries = new List<MappingEntry>();
        var lines = new Dictionary<string, long>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var start = _parser.Current ?? throw new EndOfStreamException();
            if (ReadNode(depth + 1) is not ScalarNode key)
            {
                throw Refuse(start, "a key is a list or a mapping; expected a word");
            }

            if (!lines.TryAdd(key.Text, start.Start.Line))
            {
                throw Refuse(start, $"{Printable.Shorten(key.Text)}: given twice; first on line {lines[key.Text]}");
            }

            entries.Add(new MappingEntry(key.Text, At(start), ReadNode(depth + 1)));
        }

        return entries;
    }

    private Origin At(ParsingEvent e) => _origin(e.Start.Line);

    private InputException Refuse(ParsingEvent e, string message) => new($"{At(e).Text}: {message}");
}
