using System.Text.Json;
using System.Text.RegularExpressions;
using Federated.Learning;
using Federated.Simulator.Graphs;
using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

public sealed partial class GossipReportTests : IDisposable
{
    private const string Rounds = """
        {"round":1,"train_loss":2.0,"test_accuracy":0.3,"seconds":1,"bytes_up":40,"bytes_down":0,"consensus_before":4.0,"consensus_after":1.0,"contraction":0.5,"mean_drift":0,"messages":8,"bytes_busiest_node":20,"links_down":0,"components":1}
        {"round":2,"train_loss":1.5,"test_accuracy":0.5,"seconds":1,"bytes_up":20,"bytes_down":0,"consensus_before":2.0,"consensus_after":0,"contraction":0,"mean_drift":0,"messages":4,"bytes_busiest_node":10,"links_down":4,"components":3,"nodes_before":{"mean":0.2,"deviation":0,"min":0.2,"max":0.2,"accuracies":[0.2,0.2,0.2,0.2]},"nodes_after":{"mean":0.4,"deviation":0.1,"min":0.3,"max":0.45,"accuracies":[0.3,0.4,0.45,0.45]}}

        """;

    private const string Graph = """{"kind":"ring","nodes":4,"weights":"metropolis_hastings","static":true,"directed":false,"lambda":0.3333333,"round":2,"accuracies":[0.3,0.4,0.45,0.45],"edges":[[0,1],[1,2],[2,3],[0,3]]}""";

    private const string Summary = """{"name":"job","algorithm":"DFedSAM","family":"gossip","seed":1}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Figures_of_a_run_without_a_server_are_in_the_data()
    {
        var gossip = Page.Data(ReportWriter.Render([Run("a", Rounds, Graph)])).GetProperty("groups")[0].GetProperty("gossip");

        Assert.Equal("[4,2]", gossip.GetProperty("consensusBefore").GetProperty("mean").GetRawText());
        Assert.Equal("[0.5,0]", gossip.GetProperty("contraction").GetProperty("mean").GetRawText());
        Assert.Equal(("ring", 4, 0.3333333), (gossip.GetProperty("topology").GetString(), gossip.GetProperty("nodes").GetInt32(), gossip.GetProperty("lambda").GetDouble()));
        Assert.Equal([12, 60, 30, 4], new[] { "messages", "bytes", "bytesBusiestNode", "linksDown" }.Select(key => gossip.GetProperty(key).GetProperty("mean").GetInt32()));
        Assert.Equal(0.25, gossip.GetProperty("linksDownShare").GetDouble());
        Assert.Equal((3, 1), (gossip.GetProperty("parts").GetInt32(), gossip.GetProperty("roundsApart").GetProperty("mean").GetInt32()));
    }

    [Fact]
    public void A_distance_of_zero_stays_off_the_logarithmic_axis()
    {
        var after = Page.Data(ReportWriter.Render([Run("a", Rounds, Graph)])).GetProperty("groups")[0].GetProperty("gossip").GetProperty("consensusAfter");

        Assert.Equal(("[1]", "[1]"), (after.GetProperty("rounds").GetRawText(), after.GetProperty("mean").GetRawText()));
    }

    [Fact]
    public void The_band_of_nodes_reaches_from_the_worst_to_the_best_of_all_seeds()
    {
        var other = Rounds.Replace("\"min\":0.3", "\"min\":0.1", StringComparison.Ordinal).Replace("\"mean\":0.4", "\"mean\":0.2", StringComparison.Ordinal);
        var page = ReportWriter.Render([Run("a", Rounds, Graph), Run("b", other, Graph, Summary.Replace("\"seed\":1", "\"seed\":2", StringComparison.Ordinal))]);

        var group = Assert.Single(Page.Data(page).GetProperty("groups").EnumerateArray());
        var nodes = group.GetProperty("gossip").GetProperty("nodeAccuracy");
        Assert.Equal([2], nodes.GetProperty("rounds").EnumerateArray().Select(round => round.GetInt32()));
        Assert.Equal((0.3, 0.1, 0.45), (Only("mean"), Only("least"), Only("most")));

        double Only(string key) => Assert.Single(nodes.GetProperty(key).EnumerateArray()).GetDouble();
    }

    [Fact]
    public void One_run_with_a_server_and_one_without_share_a_page()
    {
        var page = ReportWriter.Render([Run("a", Rounds, Graph), Runs.Of("fedavg", 1, 0.4, 0.6)]);

        var groups = Page.Data(page).GetProperty("groups").EnumerateArray().ToDictionary(group => group.GetProperty("label").GetString()!);
        Assert.Equal(JsonValueKind.Null, groups["FedAvg"].GetProperty("gossip").ValueKind);
        Assert.Equal(JsonValueKind.Object, groups["DFedSAM"].GetProperty("gossip").ValueKind);
        Assert.Single(Page.Data(page).GetProperty("graphs").EnumerateArray());
    }

    [Fact]
    public void The_graph_is_drawn_once_for_each_run_that_has_one()
    {
        var page = ReportWriter.Render([Run("a", Rounds, Graph), Run("b", Rounds, Graph), Runs.Of("fedavg", 1, 0.4)]);

        Assert.Equal(["graph-0", "graph-1"], Drawing().Matches(page).Select(match => match.Groups[1].Value));
        Assert.Equal(8, page.Split("data-node=").Length - 1);
        Assert.Contains("<title>node 2: 45.0 %</title>", page, StringComparison.Ordinal);
        var graph = Page.Data(page).GetProperty("graphs")[0];
        Assert.Equal("[2,2,2,2]", graph.GetProperty("degrees").GetRawText());
        Assert.Equal("[0.3,0.45]", graph.GetProperty("scale").GetRawText());
    }

    [Fact]
    public void A_page_without_gossip_has_no_drawing() => Assert.DoesNotMatch(Drawing(), ReportWriter.Render([Runs.Of("fedavg", 1, 0.4)]));

    [Fact]
    public void Texts_of_a_graph_cannot_become_markup()
    {
        var attack = "</svg><script>alert(1)</script>";
        var run = Run("a", Rounds, Graph) with { Folder = attack };
        run = run with { Graph = run.Graph! with { Weights = attack, Picture = run.Graph.Picture with { Kind = attack } } };

        var page = ReportWriter.Render([run]);

        Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(attack, Page.Data(page).GetProperty("graphs")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("The graph fell apart into 3 parts in 1 round.", 1, 3)]
    [InlineData("The graph fell apart into 2 parts in 2 rounds.", 2, 2)]
    [InlineData("The graph fell apart into up to 3 parts in 2 rounds.", 2, 3)]
    public void A_graph_that_fell_apart_is_said(string note, int first, int second)
    {
        var lines = Rounds.Replace("\"components\":1", $"\"components\":{first}", StringComparison.Ordinal).Replace("\"components\":3", $"\"components\":{second}", StringComparison.Ordinal);

        Assert.Equal([note], Run("a", lines, Graph).Notes);
        // Pairs that change every round are parts by design.
        Assert.Empty(Run("b", lines, Graph.Replace("\"static\":true", "\"static\":false", StringComparison.Ordinal)).Notes);
    }

    [Theory]
    [InlineData("\"nodes\":4", "\"nodes\":0", "'nodes'")]
    [InlineData("\"nodes\":4", "\"nodes\":3", "'edges' 2", "from 0 to 2")]
    [InlineData("[0,1]", "[0]", "'edges' 0", "two nodes")]
    [InlineData("[0,1]", "\"x\"", "'edges' 0", "two nodes")]
    [InlineData("[0.3,", "[1.3,", "'accuracies'", "4 numbers in [0, 1]")]
    [InlineData("[0.3,", "[", "'accuracies'", "4 numbers in [0, 1]")]
    [InlineData("\"kind\"", "\"kin\"", "'kind' is missing")]
    [InlineData("\"static\":true", "\"static\":1", "'static'", "true or false")]
    public void A_damaged_graph_is_refused(string old, string damaged, params string[] mentions)
    {
        var message = Assert.Throws<InputException>(() => Run("a", Rounds, Graph.Replace(old, damaged, StringComparison.Ordinal))).Message;

        Assert.Contains("graph.json", message, StringComparison.Ordinal);
        Assert.All(mentions, text => Assert.Contains(text, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Accuracies_that_nobody_has_leave_the_nodes_without_colour()
    {
        var run = Run("a", Rounds, Graph.Replace("[0.3,0.4,0.45,0.45]", "[null,null,null,null]", StringComparison.Ordinal));

        Assert.Null(run.Graph!.Picture.Accuracies);
        Assert.Contains("<title>node 3</title>", GraphSvg.Part(run.Graph.Picture), StringComparison.Ordinal);
    }

    private RunRecord Run(string name, string metrics, string graph, string summary = Summary)
    {
        var path = _folder.Run(name, metrics, summary, "name: job\nalgorithm: dfedsam\n");
        File.WriteAllText(Path.Combine(path, "graph.json"), graph);
        return RunFolder.Read(path);
    }

    [GeneratedRegex("""<div id="(graph-\d+)"( hidden)?><svg""")]
    private static partial Regex Drawing();
}
