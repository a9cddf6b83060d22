using System.Text.Json;
using System.Xml.Linq;
using Federated.Learning.Data.NumPy;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

[Collection(CommandLineTests.Name)]
public sealed class TopologyTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    /// <summary>Closed forms, and values computed elsewhere in double precision.</summary>
    [Theory]
    [InlineData("ring", 16, 0.050747)]
    [InlineData("ring", 16, 0.025373, "--weights", "lazy")]
    [InlineData("ring", 16, 0.073330, "--weights", "best_constant")]
    [InlineData("path", 16, 0.012810)]
    [InlineData("grid", 100, 0.020530)]
    [InlineData("grid", 16, 0.117157, "--weights", "max_degree")]
    [InlineData("torus", 100, 0.076393)]
    [InlineData("torus", 100, 0.076393, "--set", "topology.columns=10")]
    [InlineData("exponential", 100, 0.266667)]
    [InlineData("exponential", 100, 0.250000, "--weights", "uniform", "--set", "links=one_way")]
    [InlineData("hypercube", 16, 0.400000)]
    [InlineData("star", 100, 0.010000)]
    [InlineData("full", 100, 1.000000)]
    [InlineData("erdos-renyi", 100, 0.249010)]
    [InlineData("watts-strogatz", 100, 0.019783)]
    [InlineData("random-regular", 100, 0.061982, "--set", "degree=3")]
    public void The_spectral_gap_is_right(string name, int nodes, double gap, params string[] more)
    {
        var figures = Figures([name, "--nodes", $"{nodes}", .. more]);

        Assert.Equal(gap, figures.GetProperty("spectral_gap").GetDouble(), 6);
        Assert.Equal(1.0, figures.GetProperty("spectral_gap").GetDouble() + figures.GetProperty("lambda").GetDouble(), 12);
        Assert.Equal((name, nodes), (figures.GetProperty("name").GetString(), figures.GetProperty("nodes").GetInt32()));
        Assert.True(figures.GetProperty("connected").GetBoolean());
        Assert.True(figures.GetProperty("keeps_mean").GetBoolean());
    }

    [Fact]
    public void Costs_are_those_of_one_step_and_Q_reaches_the_contraction()
    {
        var figures = Figures("ring", "--nodes", "16", "--parameters", "1000", "--contraction", "0.5");

        Assert.Equal((16, 2, 2.0, 2), (Whole("edges"), Whole("degree_min"), figures.GetProperty("degree_mean").GetDouble(), Whole("degree_max")));
        Assert.Equal((32, 128_000, 16_000), (Whole("messages_per_round"), Whole("bytes_per_round"), Whole("bytes_busiest_node")));

        var (steps, lambda) = (Whole("steps_for_contraction"), figures.GetProperty("lambda").GetDouble());
        Assert.InRange(Math.Pow(lambda, steps), 0.0, 0.5);
        Assert.InRange(Math.Pow(lambda, steps - 1), 0.5, 1.0);

        int Whole(string key) => figures.GetProperty(key).GetInt32();
    }

    [Fact]
    public void Without_options_a_message_is_the_model_of_the_examples() =>
        Assert.Equal(32 * 80_202 * 4, Figures("ring", "--nodes", "16").GetProperty("bytes_per_round").GetInt32());

    [Theory]
    [InlineData("one-peer-exponential", 16, 4, 0.0)]
    [InlineData("one-peer-exponential", 100, 7, 0.191642)]
    [InlineData("one-peer-exponential", 6, 3, 0.216506)]
    [InlineData("one-peer-hypercube", 64, 6, 0.0)]
    public void Graphs_that_take_turns_show_what_a_cycle_leaves(string name, int nodes, int rounds, double residual)
    {
        var figures = Figures(name, "--nodes", $"{nodes}");

        Assert.False(figures.GetProperty("static").GetBoolean());
        Assert.Equal(rounds, figures.GetProperty("cycle").GetInt32());
        Assert.Equal(residual, figures.GetProperty("cycle_residual").GetDouble(), 6);
    }

    [Fact]
    public void A_round_of_pairs_brings_nobody_nearer_to_the_mean_of_all()
    {
        var figures = Figures("random-matching", "--nodes", "16");

        Assert.False(figures.GetProperty("connected").GetBoolean());
        Assert.Equal((1.0, 0.0), (figures.GetProperty("lambda").GetDouble(), figures.GetProperty("spectral_gap").GetDouble()));
        Assert.False(figures.TryGetProperty("steps_for_contraction", out _));
    }

    [Fact]
    public void The_seed_decides_graphs_that_are_drawn_every_round()
    {
        string[] words = ["random-pull", "--nodes", "20", "--set", "sources=3"];

        Assert.Equal(Draw(words), Draw(words));
        Assert.NotEqual(Draw(words), Draw([.. words, "--set", "seed=21"]));
        Assert.False(Figures(words).GetProperty("keeps_mean").GetBoolean());
    }

    [Theory]
    [InlineData("ring of 16 nodes, weights metropolis_hastings", "  links           16", "2 each", "0.949253", "0.050747", "Q = 45 steps leave at most 10 %", "441 MiB", "ring", "--nodes", "16")]
    [InlineData("The graph changes every round", "7 rounds leaves at most 19.1642 %", "  arcs            100", "received from   1 each", "0.999507", "", "", "one-peer-exponential", "--nodes", "100")]
    [InlineData("A full cycle of 4 rounds gives every node the exact mean", "lambda is 1", "8, not connected", "", "", "", "", "one-peer-hypercube", "--nodes", "16")]
    [InlineData("Runs refuse this graph: column 0 sums to", "1 to 15, 1.88 on average", "", "", "", "", "", "star", "--nodes", "16", "--weights", "uniform")]
    [InlineData("Runs refuse this graph: the graph falls into 2 parts", "2, not connected", "", "", "", "", "", "edges", "--nodes", "4", "--set", "links=[[0,1],[2,3]]")]
    [InlineData("the mean of the models drifts", "3 each", "", "", "", "", "", "random-pull", "--nodes", "16", "--set", "sources=3")]
    public void The_text_says_what_matters(string a, string b, string c, string d, string e, string f, string g, params string[] words)
    {
        var result = Workplace.Fed(["topology", .. words]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.All(new[] { a, b, c, d, e, f, g }, text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
        Assert.All(result.OutputLines, line => Assert.InRange(line.Length, 0, 110));
    }

    [Fact]
    public void The_drawing_shows_every_node_and_link()
    {
        var result = Workplace.Fed("topology", "torus", "--nodes", "12", "--set", "columns=4", "--svg", _place["new/torus.svg"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal($"drawing: {_place["new/torus.svg"]}", result.OutputLines[^1]);
        var drawing = XDocument.Load(_place["new/torus.svg"]).Root!;
        Assert.Equal(12, drawing.Descendants().Count(element => element.Name.LocalName == "circle"));
        Assert.Empty(_place.HalfWritten());
    }

    [Fact]
    public void Weights_of_the_users_own_are_looked_at()
    {
        NpyFile.Write(_place["w.npy"], [0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.5], 3, 3);

        var figures = Figures("matrix", "--nodes", "3", "--set", $"path={_place["w.npy"]}");

        Assert.Equal(("matrix", 0.25, 3), (figures.GetProperty("weights").GetString(), figures.GetProperty("lambda").GetDouble(), figures.GetProperty("edges").GetInt32()));
        RequireRefusal(["matrix", "--nodes", "3", "--weights", "lazy", "--set", $"path={_place["w.npy"]}"], "--weights", "brings weights of its own; expected none");
        RequireRefusal(["matrix", "--nodes", "4", "--set", $"path={_place["w.npy"]}"], "3 x 3", "expected 4 x 4");
    }

    [Theory]
    [InlineData("rings --nodes 16", "topology rings", "did you mean ring?", "exponential", "torus")]
    [InlineData("mesh --nodes 16", "topology mesh", "not known; expected one of edges, erdos-renyi, exponential, full")]
    [InlineData("ring", "--nodes", "required", "[1, 1500]")]
    [InlineData("ring --nodes 0", "--nodes: 0", "[1, 1500]")]
    [InlineData("ring --nodes many", "--nodes: many", "[1, 1500]")]
    [InlineData("ring --nodes 1501", "--nodes: 1501", "[1, 1500]")]
    [InlineData("ring --nodes 16 --weights lazzy", "--weights lazzy", "metropolis_hastings, max_degree, best_constant, uniform, lazy")]
    [InlineData("ring --nodes 16 --contraction 1", "--contraction: 1", "(0, 1)")]
    [InlineData("ring --nodes 16 --contraction NaN", "--contraction: NaN", "(0, 1)")]
    [InlineData("ring --nodes 16 --parameters -1", "--parameters: -1", "a whole number")]
    [InlineData("ring --nodes 16 --set nonsense", "nonsense", "key=value")]
    [InlineData("ring --nodes 16 --set columns=4", "topology.columns", "unknown key", "expected one of kind, weights")]
    [InlineData("torus --nodes 16 --set colums=4", "topology.colums", "did you mean columns?")]
    [InlineData("torus --nodes 16 --set columns=0", "topology.columns", "[1, 100000]")]
    [InlineData("torus --nodes 12", "topology torus", "not square", "expected 9 or 16 nodes")]
    [InlineData("torus --nodes 12 --set columns=5", "topology.columns=5", "expected one of 1, 2, 3, 4, 6, 12")]
    [InlineData("hypercube --nodes 12", "power of two", "expected for example 8")]
    [InlineData("exponential --nodes 16 --set links=one_way", "topology.weights", "expected weights: uniform")]
    [InlineData("random-regular --nodes 15 --set degree=3", "topology.degree=3", "expected an even degree")]
    [InlineData("random-pull --nodes 5", "topology.sources", "below 5")]
    [InlineData("edges --nodes 4", "topology.links", "required")]
    [InlineData("edges --nodes 4 --set links=[[0,4]]", "topology.links", "two different nodes in [0, 4)")]
    [InlineData("matrix --nodes 4 --set path=/nowhere/w.npy", "/nowhere/w.npy")]
    [InlineData("ring --nodes 16 --svg /", "/: is a folder", "an SVG file")]
    public void What_cannot_be_is_refused(string words, params string[] mentions) => RequireRefusal(words.Split(' '), mentions);

    [Fact]
    public void An_empty_name_of_a_drawing_is_refused() =>
        RequireRefusal(["ring", "--nodes", "16", "--svg", ""], "expected the name of an SVG file");

    private static JsonElement Figures(params string[] words)
    {
        var result = Workplace.Fed(["topology", .. words, "--json"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        return JsonDocument.Parse(Assert.Single(result.OutputLines)).RootElement;
    }

    private static void RequireRefusal(string[] words, params string[] mentions)
    {
        var result = Workplace.Fed(["topology", .. words]);

        Assert.Equal((2, ""), (result.Code, result.Output));
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("fed: ", line, StringComparison.Ordinal);
        Assert.All(mentions, text => Assert.Contains(text, line, StringComparison.Ordinal));
    }

    private string Draw(string[] words)
    {
        Assert.Equal(0, Workplace.Fed(["topology", .. words, "--svg", _place["graph.svg"]]).Code);
        return File.ReadAllText(_place["graph.svg"]);
    }
}
