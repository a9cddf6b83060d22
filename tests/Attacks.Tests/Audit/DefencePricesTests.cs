using Federated.Attacks.Audit;
using Federated.Attacks.Tests.Transcripts;
using Federated.Learning.Data;
using Xunit;

namespace Federated.Attacks.Tests.Audit;

public sealed class DefencePricesTests : IDisposable
{
    private readonly RecordedBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Without_a_round_to_measure_in_no_defence_has_a_price()
    {
        var prices = Prices();
        Assert.Null(prices.Of(AppliedDefence.Parse("sign"), seed: 1, CancellationToken.None));

        Assert.Throws<OperationCanceledException>(() => prices.Choose(new CancellationToken(canceled: true)));

        Assert.Null(prices.Of(AppliedDefence.Parse("sign"), seed: 1, CancellationToken.None));
    }

    [Fact]
    public void A_price_is_what_the_defence_takes_off_the_accuracy_and_measuring_it_can_be_stopped()
    {
        var prices = Prices();
        var chosen = prices.Choose(CancellationToken.None);

        var (accuracy, lost) = prices.Of(AppliedDefence.Parse("prune:drop=0.9"), seed: 1, CancellationToken.None)!.Value;

        Assert.Equal(chosen.After, accuracy + lost, 1e-12);
        Assert.Throws<OperationCanceledException>(() => prices.Of(AppliedDefence.Parse("sign"), seed: 1, new CancellationToken(canceled: true)));
    }

    private DefencePrices Prices()
    {
        _bed.Run(RecordedBed.Small);
        var target = AuditTarget.Open(_bed.Folder);
        return new DefencePrices(
            target.Experiment,
            new DataLocations("/none", "/none"),
            target.Rounds,
            round => [.. target.Clients(round).Select(client => target.Case(round, client, ThreatModel.A, LabelKnowledge.Recovered))]);
    }
}
