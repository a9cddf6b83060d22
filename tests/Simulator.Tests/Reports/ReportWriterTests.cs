using System.Text.Json;
using System.Text.RegularExpressions;
using Federated.Learning;
using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

public sealed partial class ReportWriterTests : IDisposable
{
    private const string Attack = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{data}}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_asks_the_network_for_nothing()
    {
        var page = ReportWriter.Render([Runs.Of("fedavg", 1, 0.5, 0.6)]);

        Assert.DoesNotMatch(@"(?i)(src|href|action|srcset)\s*=\s*[""']?\s*(https?:)?//", page);
        Assert.DoesNotMatch(@"(?i)url\(\s*[""']?\s*(https?:)?//", page);
        Assert.DoesNotMatch(@"(?i)@import|XMLHttpRequest|\bfetch\(|import\(|sendBeacon|WebSocket", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_one_data_block_and_one_script_with_every_place_filled()
    {
        var page = ReportWriter.Render([Runs.Of("fedavg", 1, 0.5, 0.6)]);

        Assert.Equal(["application/json", ""], Scripts().Matches(page).Select(script => script.Groups[1].Value));
        Assert.DoesNotMatch(@"\{\{[\w./-]+\}\}", page);
        Assert.Contains("var uPlot=", page, StringComparison.Ordinal);
        Assert.Contains("The MIT License (MIT)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_runs_cannot_become_markup_or_script()
    {
        var run = Runs.Of(Attack, 1, 0.5, 0.6) with
        {
            Folder = Attack,
            Experiment = Attack,
            Notes = [Attack],
            Partition = new PartitionCounts { Clients = 1, ClassNames = [Attack], Counts = [new[] { 3 }] },
        };
        run = run with { Summary = run.Summary! with { Name = Attack, ModelSha256 = Attack, Versions = new Dictionary<string, string> { [Attack] = Attack } } };

        var page = ReportWriter.Render([run]);

        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, Scripts().Count(page));
        Assert.Equal(Attack, Page.Data(page).GetProperty("runs")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void The_data_block_holds_curves_costs_and_seeds_of_every_group()
    {
        var data = Page.Data(ReportWriter.Render([Runs.Of("fedavg", ulong.MaxValue, 0.5, null, 0.75), Runs.Of("fedspeed", 1, 0.5, 0.8, null)]));

        var groups = data.GetProperty("groups");
        Assert.Equal(["FedSpeed", "FedAvg"], groups.EnumerateArray().Select(group => group.GetProperty("label").GetString()));
        Assert.Equal("[1,3]", groups[1].GetProperty("accuracy").GetProperty("rounds").GetRawText());
        Assert.Equal("[0.5,0.75]", groups[1].GetProperty("accuracy").GetProperty("mean").GetRawText());
        Assert.Equal("[400,1200]", groups[1].GetProperty("accuracy").GetProperty("bytes").GetRawText());
        Assert.Equal(groups[0].GetProperty("costs").GetArrayLength(), data.GetProperty("targets").GetArrayLength());
        Assert.Equal("18446744073709551615", data.GetProperty("runs")[1].GetProperty("seed").GetString());
    }

    [Fact]
    public void The_level_of_loss_is_the_lowest_that_every_run_of_two_groups_got_down_to()
    {
        var data = Page.Data(ReportWriter.Render([WithLosses("fedavg", 3, null, 2), WithLosses("fedspeed", 2, 1.5, 1)]));

        Assert.Equal(2, data.GetProperty("lossTarget").GetDouble());
        var rounds = data.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("lossCost").GetProperty("rounds").GetProperty("mean").GetInt32());
        Assert.Equal([1, 3], rounds);
    }

    [Fact]
    public void One_group_or_a_run_without_a_test_loss_leaves_no_level_of_loss()
    {
        Assert.Equal(JsonValueKind.Null, LossTarget(WithLosses("fedavg", 3, 2)));
        Assert.Equal(JsonValueKind.Null, LossTarget(WithLosses("fedavg", 3, 2), WithLosses("fedspeed", null, null)));

        static JsonValueKind LossTarget(params RunRecord[] runs) => Page.Data(ReportWriter.Render(runs)).GetProperty("lossTarget").ValueKind;
    }

    [Fact]
    public void Equal_partitions_are_drawn_once_large_ones_in_part_and_vocabularies_not_at_all()
    {
        var small = new PartitionCounts { Clients = 3, ClassNames = ["a", "b"], Counts = [new[] { 9, 1 }, new[] { 2, 2 }, new[] { 0, 0 }] };
        var words = new PartitionCounts { Clients = 1, ClassNames = [.. Enumerable.Range(0, 1001).Select(n => $"{n}")], Counts = [new int[1001]] };
        var large = new PartitionCounts { Clients = 500, ClassNames = ["a"], Counts = [.. Enumerable.Range(1, 300).Select(n => new[] { n })] };
        var data = Page.Data(ReportWriter.Render([
            Runs.Of("fedavg", 1, 0.5) with { Partition = small },
            Runs.Of("fedprox", 1, 0.4) with { Partition = small },
            Runs.Of("fedspeed", 1, 0.3) with { Partition = large },
            Runs.Of("fedsam", 1, 0.3) with { Partition = words },
        ]));

        var partitions = data.GetProperty("partitions");
        Assert.Equal(2, partitions.GetArrayLength());
        Assert.Equal("[0,4,10]", partitions[0].GetProperty("sizes").GetRawText());
        Assert.Equal(0.9, partitions[0].GetProperty("largestClassShare").GetDouble(), 12);
        Assert.Equal(200, partitions[1].GetProperty("counts").GetArrayLength());
    }

    [Fact]
    public void A_report_of_folders_replaces_the_earlier_one_and_leaves_nothing_beside_it()
    {
        _folder.Run("runs/fedavg", """{"round":1,"test_accuracy":0.5}""", """{"name":"job","algorithm":"fedavg","seed":1}""");
        _folder.Run("runs/fedspeed/seed7", """{"round":1,"test_accuracy":0.6}""");
        var output = Path.Combine(_folder.Root, "out", "report.html");
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.WriteAllText(output, "old");
        var runs = Path.Combine(_folder.Root, "runs");

        ReportBuilder.Build([runs, Path.Combine(runs, "fedavg") + Path.DirectorySeparatorChar], output);

        var data = Page.Data(File.ReadAllText(output));
        Assert.Equal(["fedspeed/seed7", "fedavg"], data.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("folder").GetString()));
        Assert.Equal([output], Directory.GetFiles(Path.GetDirectoryName(output)!));
    }

    [Fact]
    public void A_report_of_nothing_or_onto_a_folder_is_refused()
    {
        Assert.Throws<InputException>(() => ReportBuilder.Build([], Path.Combine(_folder.Root, "report.html")));
        Assert.Throws<InputException>(() => ReportWriter.Write([Runs.Of("fedavg", 1, 0.5)], _folder.Root));
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void The_same_runs_give_the_same_page() => Assert.Equal(
        ReportWriter.Render([Runs.Of("fedavg", 1, 0.5), Runs.Of("fedspeed", 1, 0.5)]),
        ReportWriter.Render([Runs.Of("fedavg", 1, 0.5), Runs.Of("fedspeed", 1, 0.5)]));

    private static RunRecord WithLosses(string algorithm, params double?[] losses)
    {
        var run = Runs.Of(algorithm, 1, new double?[losses.Length]);
        return run with { Rounds = [.. run.Rounds.Zip(losses, (round, loss) => round with { TestLoss = loss })] };
    }

    [GeneratedRegex("""<script(?: type="([^"]*)")?[^>]*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Scripts();
}
