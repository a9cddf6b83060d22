using System.Text.Json;
using Federated.Learning;
using Federated.Simulator.Reports;
using Xunit;

namespace Federated.Simulator.Tests.Reports;

public sealed class SharedSeedReportTests : IDisposable
{
    private const string Rounds = """
        {"round":1,"bytes_payload":8,"gradient_rms":3.0,"machines":4,"absent":2,"saturated":1,"train_loss":2.0,"test_loss":1.8,"seconds":1,"bytes_up":8,"bytes_down":0,"clients":5,"weight_hash":"00000000000000ab","agreeing":3,"recovered":1}
        {"round":2,"bytes_payload":8,"gradient_rms":0,"machines":0,"absent":0,"saturated":0,"train_loss":null,"seconds":1,"bytes_up":0,"bytes_down":0,"clients":5}
        {"round":3,"bytes_payload":20,"gradient_rms":"NaN","machines":5,"absent":0,"saturated":1,"train_loss":1.5,"test_loss":1.4,"seconds":1,"bytes_up":12,"bytes_down":0,"clients":5,"weight_hash":"00000000000000cd","agreeing":5,"recovered":0}

        """;

    // As runs wrote it before machines could come and go.
    private const string Older = """
        {"round":1,"bytes_payload":8,"gradient_rms":3.0,"absent":0,"saturated":0,"train_loss":2.0,"bytes_up":8,"bytes_down":0,"clients":4,"weight_hash":"00000000000000ab"}

        """;

    private const string Summary = """{"name":"job","algorithm":"one-byte","family":"shared seed","seed":1,"parameters":100}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_is_read_with_what_was_not_measured_as_null()
    {
        var rounds = Run("a", Rounds).Rounds.Select(round => round.SharedSeed!).ToArray();

        Assert.Equal([8, 8, 20], rounds.Select(round => round.BytesPayload));
        Assert.Equal([3.0, 0.0, null], rounds.Select(round => round.GradientRms));
        Assert.Equal([4, 0, 5], rounds.Select(round => round.Machines));
        Assert.Equal([("00000000000000ab", 3, 1), (null, null, null), ("00000000000000cd", 5, 0)], rounds.Select(round => (round.WeightHash, round.Agreeing, round.Recovered)));
    }

    [Fact]
    public void Runs_of_other_families_have_none() => Assert.All(Runs.Of("fedavg", 1, 0.4).Rounds, round => Assert.Null(round.SharedSeed));

    [Fact]
    public void A_round_without_machines_has_no_training_loss_and_is_no_sign_of_divergence()
    {
        Assert.DoesNotContain(Run("a", Rounds).Notes, Diverged);
        Assert.Contains(Run("b", Rounds.Replace("\"machines\":0", "\"machines\":1", StringComparison.Ordinal)).Notes, Diverged);

        static bool Diverged(string note) => note.Contains("not a finite number", StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_was_rebuilt_is_said() =>
        Assert.Equal(["Machines whose weights differed from the others' and were rebuilt from the log: 1."], Run("a", Rounds).Notes);

    [Fact]
    public void Figures_of_a_group_are_in_the_data()
    {
        var group = Only(Run("a", Rounds));

        Assert.Equal([5, 20, 2, 1], new[] { "machines", "payload", "comparisons", "agreements" }.Select(key => Mean(group, key)));
        Assert.Equal(1, Mean(group, "recovered"));
        // Nine machines proposed in all, with 20 samples between them, for a model of 100 parameters of four bytes.
        Assert.Equal(20.0 / 9, Mean(group, "bytesPerMachineAndRound")!.Value, 12);
        Assert.Equal(4.0 * 100 * 9 / 20, Mean(group, "fullGradients")!.Value, 12);
        Assert.Equal((0.1, 0.1), (group.GetProperty("saturatedShare").GetDouble(), group.GetProperty("absentShare").GetDouble()));
    }

    [Fact]
    public void Gradients_are_drawn_of_rounds_that_have_some()
    {
        var curve = Only(Run("a", Rounds)).GetProperty("gradientRms");

        Assert.Equal(("[1]", "[3]"), (curve.GetProperty("rounds").GetRawText(), curve.GetProperty("mean").GetRawText()));
    }

    [Fact]
    public void An_older_run_counts_its_clients_as_machines_and_does_not_claim_that_all_agreed()
    {
        var group = Only(Run("a", Older));

        Assert.Equal([4, 2, 1], new[] { "machines", "bytesPerMachineAndRound", "comparisons" }.Select(key => Mean(group, key)));
        Assert.Equal([null, null], new[] { "agreements", "recovered" }.Select(key => Mean(group, key)));
    }

    [Fact]
    public void A_run_shows_the_weights_that_were_compared_last()
    {
        var runs = Page.Data(ReportWriter.Render([Run("a", Rounds), Runs.Of("fedavg", 1, 0.4)])).GetProperty("runs").EnumerateArray();

        var weights = runs.ToDictionary(run => run.GetProperty("folder").GetString()!, run => run.GetProperty("weights").GetRawText());
        Assert.Equal("""{"hash":"00000000000000cd","round":3,"machines":5}""", weights["a"]);
        Assert.Equal("null", weights["fedavg-1"]);
    }

    [Fact]
    public void Seeds_are_averaged_and_their_samples_pooled()
    {
        var other = Rounds.Replace("\"saturated\":1", "\"saturated\":4", StringComparison.Ordinal).Replace("\"bytes_payload\":20", "\"bytes_payload\":30", StringComparison.Ordinal);
        var group = Only(Run("a", Rounds), Run("b", other, Summary.Replace("\"seed\":1", "\"seed\":2", StringComparison.Ordinal)));

        Assert.Equal(25, Mean(group, "payload"));
        Assert.Equal((2 + 8) / 50.0, group.GetProperty("saturatedShare").GetDouble(), 12);
    }

    [Theory]
    [InlineData("\"bytes_payload\":8,", "\"bytes_payload\":0,")]
    [InlineData("\"bytes_payload\":8,", "\"bytes_payload\":null,")]
    [InlineData("\"clients\":4", "\"clients\":0")]
    public void No_samples_have_no_shares_and_no_factor(string old, string empty)
    {
        var group = Only(Run("a", Older.Replace(old, empty, StringComparison.Ordinal)));

        Assert.Equal([null, null], new[] { "bytesPerMachineAndRound", "fullGradients" }.Select(key => Mean(group, key)));
    }

    [Fact]
    public void The_largest_numbers_that_a_line_may_hold_make_a_page()
    {
        var line = """{"round":1,"bytes_payload":9223372036854775807,"gradient_rms":1e308,"machines":2147483647,"absent":2147483647,"saturated":2147483647}""";
        var run = Run("a", line + "\n", Summary.Replace("100", "9223372036854775807", StringComparison.Ordinal));

        Assert.Equal(4.0 * int.MaxValue, Mean(Only(run), "fullGradients"));
    }

    [Theory]
    [InlineData("\"bytes_payload\":8,", "\"bytes_payload\":-8,", "'bytes_payload'")]
    [InlineData("\"gradient_rms\":3.0", "\"gradient_rms\":-3.0", "'gradient_rms'")]
    [InlineData("\"clients\":4", "\"machines\":1.5", "'machines'")]
    [InlineData("\"absent\":0", "\"absent\":\"few\"", "'absent'")]
    [InlineData("\"saturated\":0", "\"saturated\":[]", "'saturated'")]
    [InlineData("00000000000000ab", "<img src=x>12345", "'weight_hash'")]
    [InlineData("00000000000000ab", "ab", "16 hexadecimal digits")]
    [InlineData("\"clients\":4", "\"agreeing\":-1", "'agreeing'")]
    [InlineData("\"clients\":4", "\"recovered\":true", "'recovered'")]
    public void A_damaged_line_is_refused(string old, string damaged, string mention)
    {
        var message = Assert.Throws<InputException>(() => Run("a", Older.Replace(old, damaged, StringComparison.Ordinal))).Message;

        Assert.Contains("metrics.jsonl line 1", message, StringComparison.Ordinal);
        Assert.Contains(mention, message, StringComparison.Ordinal);
    }

    private RunRecord Run(string name, string metrics, string summary = Summary) =>
        RunFolder.Read(_folder.Run(name, metrics, summary, "name: job\nalgorithm: one-byte\n"));

    private static JsonElement Only(params RunRecord[] runs) =>
        Assert.Single(Page.Data(ReportWriter.Render(runs)).GetProperty("groups").EnumerateArray()).GetProperty("sharedSeed");

    private static double? Mean(JsonElement group, string key) =>
        group.GetProperty(key) is { ValueKind: JsonValueKind.Object } statistic ? statistic.GetProperty("mean").GetDouble() : null;
}
