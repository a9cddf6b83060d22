using System.Text.Json;
using Federated.Attacks.Audit;
using Federated.Simulator.Reports.Audit;
using Xunit;

namespace Federated.Simulator.Tests.Cli;

[Collection(CommandLineTests.Name)]
public sealed class AuditTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void An_audit_tries_every_defence_with_and_without_the_attackers_knowledge_and_writes_one_page()
    {
        Record("algorithm=fedspeed", "cohort.count=10");

        var result = Workplace.Fed("audit", _place.Out, "--minutes", "2");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("An honest-but-curious coordinator with threat model C", result.Output, StringComparison.Ordinal);
        Assert.Contains($"report: {_place["out/audit/audit.html"]}", result.Output, StringComparison.Ordinal);
        var audit = AuditFile.Read(_place["out/audit/audit.json"]);
        var defended = audit.Rows.Where(row => row.Defence is not null).ToLookup(row => row.Strength);
        Assert.True(defended.Count >= 5);
        Assert.All(defended, rows => Assert.Equal([AttackerKind.Naive, AttackerKind.Adaptive], rows.Select(row => row.Attacker)));
        Assert.All(defended.SelectMany(rows => rows), row => Assert.NotNull(row.AccuracyLost));
        Assert.Contains(audit.Rows, row => row is { Defence: null, Labels: LabelKnowledge.Recovered });
        Assert.Equal(10, audit.Identification[0].Users);
        Assert.All(audit.Identification, row => Assert.Equal("earlier rounds", row.From));
        Assert.Contains(audit.LeftOut, reason => reason.StartsWith("who sent what, from data of the users: the run set none aside", StringComparison.Ordinal));
        Assert.Equal(4, audit.Risks.Count);
        Assert.Equal(audit.Risks.OrderBy(risk => risk.Error), audit.Risks);
        Assert.NotNull(audit.Price);
        Assert.Contains("<title>small: privacy audit</title>", File.ReadAllText(_place["out/audit/" + AuditPage.Name]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_there_is_no_time_for_is_left_out_and_named()
    {
        Record("algorithm=fedavg");

        var result = Workplace.Fed("audit", _place.Out, "--minutes", "0.000001", "--out", _place["report"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("left out: ", result.Output, StringComparison.Ordinal);
        var audit = AuditFile.Read(_place["report/audit.json"]);
        Assert.All(audit.Rows, row => Assert.StartsWith("stopped early", row.Note, StringComparison.Ordinal));
        Assert.Contains(audit.LeftOut, reason => reason.StartsWith("who sent what", StringComparison.Ordinal) || reason.Contains("the time of 0 minutes was up", StringComparison.Ordinal));
    }

    [Fact]
    public void A_neighbour_sees_the_first_round_as_a_server_does()
    {
        Record("algorithm=dfedsam", "topology=ring");

        var result = Workplace.Fed("audit", _place.Out, "--minutes", "2");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("A curious neighbour", result.Output, StringComparison.Ordinal);
        var audit = AuditFile.Read(_place["out/audit/audit.json"]);
        var views = audit.Neighbour;
        Assert.Equal(2, views.Count);
        Assert.Contains("gives away its whole update", views[0].Note, StringComparison.Ordinal);
        Assert.Contains("where the neighbour started is known up to", views[1].Note, StringComparison.Ordinal);

        // What nodes sent, put together again, is as good as the mean of their models was found to be in the run.
        var price = audit.Price!;
        Assert.Equal(Accuracy(price.Round), price.After, 1e-9);
        Assert.Equal(price.Round == 1 ? price.Before : Accuracy(price.Round - 1), price.Before, 1e-9);
        Assert.All(audit.Rows.Where(row => row.Defence is not null), row => Assert.Equal(price.After, row.Accuracy!.Value + row.AccuracyLost!.Value, 1e-9));
    }

    [Fact]
    public void What_defences_cost_nodes_is_left_out_where_not_all_of_them_were_recorded()
    {
        _place.RecordSmall(["rounds=1", "clients=2"], "algorithm=dfedsam", "topology=ring");

        Assert.Equal(0, Workplace.Fed("audit", _place.Out, "--minutes", "2").Code);

        var audit = AuditFile.Read(_place["out/audit/audit.json"]);
        Assert.Null(audit.Price);
        Assert.Contains(audit.LeftOut, reason => reason.StartsWith("what defences cost: needs a round of which", StringComparison.Ordinal));
    }

    [Fact]
    public void Senders_are_asked_about_from_data_of_the_users_where_the_run_set_some_aside()
    {
        Record("algorithm=fedavg", "data={name: fashion-mnist-mini, test_samples: 20, cameras: {users: 8, device_images: 8, auxiliary_images: 20}}", "partition=natural", "cohort={kind: fixed, count: 6}", "rounds=2");

        var result = Workplace.Fed("audit", _place.Out, "--minutes", "2");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var audit = AuditFile.Read(_place["out/audit/audit.json"]);
        var rows = audit.Identification.Where(row => row.From == "data of the users").ToArray();
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal((8, 12, 0.125), (row.Users, row.Updates, row.Chance)));
        Assert.DoesNotContain(audit.LeftOut, reason => reason.Contains("data of the users", StringComparison.Ordinal));
        Assert.Contains(audit.Setting.Knows, each => each.Letter == "D" && each.Attacks.Contains("identification"));
    }

    [Fact]
    public void Where_every_setting_is_hopeless_few_images_stand_for_the_samples_and_nothing_is_defended()
    {
        Record("algorithm=dfedsam", "topology=ring", "data.train=1000");

        var result = Workplace.Fed("audit", _place.Out, "--minutes", "2");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("SME, round 1, client 0: hopeless, 100 samples in one update", result.Output, StringComparison.Ordinal);
        var audit = AuditFile.Read(_place["out/audit/audit.json"]);
        Assert.Equal([(1, 100, 64), (3, 100, 64)], audit.Rows.Select(row => (row.Round, row.Samples, row.Images!.Value)));
        Assert.All(audit.Rows, row => Assert.NotNull(row.Guess));
        Assert.Equal(audit.Rows.Select(row => row.IsGuess), audit.Neighbour.Select(view => view.Note!.EndsWith("no nearer to any sample than their mean image is", StringComparison.Ordinal)));
        Assert.Contains("defences: every setting is hopeless for the attacker as it is; there is nothing to defend against", audit.LeftOut);
        Assert.Equal(4, audit.Risks.Count);
    }

    [Fact]
    public void Under_secure_aggregation_the_sums_are_audited()
    {
        Record("algorithm=fedavg", "privacy={defences: [secure_aggregation]}", "cohort={kind: fixed, count: 3}");

        var result = Workplace.Fed("audit", _place.Out, "--minutes", "2");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("* Secure aggregation: the coordinator sees only sums of 3 clients' updates or more", result.Output, StringComparison.Ordinal);
        Assert.Contains("IG, round 1, sum of the cohort: doubtful, 12 samples in one update", result.Output, StringComparison.Ordinal);
        var audit = AuditFile.Read(_place["out/audit/audit.json"]);
        Assert.All(audit.Rows, row => Assert.Equal((null, 12, null), (row.Client, row.Samples, row.Defence)));
        Assert.All(audit.Rows, row => Assert.NotNull(row.Score));
        Assert.Equal([1, 3], audit.Rows.Where(row => row is { Attack: "IG", Labels: LabelKnowledge.Known }).Select(row => row.Round));
        Assert.Equal(3, audit.Setting.Summed);
        Assert.All(["DLFA, round 1, sum of the cohort: ", "defences: ", "who sent what: ", "risk per sample, round 1: "], text => Assert.Contains(audit.LeftOut, reason => reason.StartsWith(text, StringComparison.Ordinal)));
        Assert.Empty(audit.Risks);
    }

    [Fact]
    public void A_log_is_judged_by_how_many_bytes_would_be_enough()
    {
        Record("algorithm=one-byte", "algorithm.samples=30", "rounds=4", "local.learning_rate=0.001", "local.batch_size=2");

        var result = Workplace.Fed("audit", _place.Out, "--minutes", "2");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var audit = AuditFile.Read(_place["out/audit/audit.json"]);
        Assert.Equal([4.0, 18, 36, 72], audit.Log.Select(view => view.Level!.Value));
        Assert.True(audit.Log[^1].Score!.WorstPsnr > audit.Log[0].Score!.WorstPsnr);
        Assert.Contains(audit.LeftOut, reason => reason.Contains("every round is about another mini-batch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--suite: huge is not accepted; expected quick or full", "--suite", "huge")]
    [InlineData("--rounds: round 9 was not recorded", "--rounds", "1,9")]
    [InlineData("--rounds: one is not accepted", "--rounds", "one")]
    [InlineData("--minutes: 0 is not accepted", "--minutes", "0")]
    public void What_does_not_go_is_refused_with_the_reason(string reason, params string[] words)
    {
        Record("algorithm=fedavg");

        var result = Workplace.Fed(["audit", _place.Out, .. words]);

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place["out/audit"]));
    }

    /// <summary>Test accuracy of the run after a round.</summary>
    private double Accuracy(int round) => File.ReadLines(_place["out/metrics.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)
        .Single(line => line.GetProperty("round").GetInt32() == round).GetProperty("test_accuracy").GetDouble();

    private void Record(params string[] set) => _place.RecordSmall([], set);
}
