using System.CommandLine;
using System.Text.Json;
using Federated.Learning.Gossip;
using Federated.Learning.Runs;
using Federated.Simulator.Graphs;
using Federated.Simulator.Reports;

namespace Federated.Simulator.Commands;

/// <summary><c>fed topology NAME</c></summary>
internal static class TopologyCommand
{
    /// <summary>Parameters of the network cnn28, which the examples train.</summary>
    private const long UsualParameters = 80_202;

    private static readonly Argument<string> _name = new("NAME")
    {
        Description = "a kind of topology in experiment files, for example ring, torus or exponential",
    };

    private static readonly Option<string?> _nodes = new("--nodes") { Description = "number of nodes, 1 to 1500", HelpName = "N" };
    private static readonly Option<string?> _weights = new("--weights") { Description = "weight rule [default: that of the topology, most often metropolis_hastings]", HelpName = "RULE" };
    private static readonly Option<string[]> _set = new("--set")
    {
        Description = "set another key of the topology, for example --set degree=6, or the seed of graphs that are drawn every round; may be repeated",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> _contraction = new("--contraction") { Description = "what gossip shall leave of the distance from the mean, in (0, 1) [default: 0.1]", HelpName = "X" };
    private static readonly Option<string?> _parameters = new("--parameters") { Description = "numbers in a model, 4 bytes each [default: 80202]", HelpName = "D" };
    private static readonly Option<string?> _svg = new("--svg") { Description = "draw the graph into this file", HelpName = "FILE" };
    private static readonly Option<bool> _json = new("--json") { Description = "write the figures as one JSON object" };

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var command = new CommandWithExamples(
            "topology",
            "Show how well a gossip graph mixes and what it costs, before anything is trained",
            "fed topology ring --nodes 16",
            "fed topology torus --nodes 100 --svg torus.svg",
            "fed topology random-regular --nodes 100 --set degree=6 --weights lazy",
            "fed topology exponential --nodes 100 --contraction 0.01 --json")
        {
            _name, _nodes, _weights, _set, _contraction, _parameters, _svg, _json,
        };
        command.SetAction(parsed => Guard.Run(parsed, Run));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var contraction = Asked.Real("--contraction", parsed.GetValue(_contraction), 0.1, value => value is > 0 and < 1, "a number in (0, 1)");
        var parameters = Asked.Whole("--parameters", parsed.GetValue(_parameters), UsualParameters, 1, 1_000_000_000_000);
        var nodes = (int)Asked.Whole("--nodes", parsed.GetValue(_nodes), null, 1, MixingSpectrum.MaxNodes);
        var topology = TopologyReader.Read(parsed.GetValue(_name)!, parsed.GetValue(_weights), nodes, parsed.GetValue(_set) ?? []);
        var figures = TopologyFigures.Of(topology, parameters, contraction);
        var drawing = parsed.GetValue(_svg);
        if (drawing is not null)
        {
            TextFile.Write(drawing, GraphSvg.File(Picture(topology)), "an SVG file");
        }

        if (parsed.GetValue(_json))
        {
            Console.WriteLine(JsonSerializer.Serialize(figures, RunJson.Line));
            return ExitCode.Done;
        }

        TopologyText.Write(Console.Out, figures, topology.Problem);
        if (drawing is not null)
        {
            Console.WriteLine($"drawing: {drawing}");
        }

        return ExitCode.Done;
    }

    private static GraphPicture Picture(TopologyProfile topology) => new()
    {
        Kind = topology.Kind,
        Nodes = topology.Nodes,
        Columns = topology.Columns,
        Directed = topology.W.Graph.IsDirected,
        Edges = [.. topology.W.Graph.Links()],
    };
}
