using Federated.Learning.Experiments;
using Federated.Learning.Privacy;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class PrivacyValidatorTests
{
    private const string Text =
        """
        algorithm: fedavg
        partition: {kind: iid, clients: 20}
        privacy:
          defences:
            - {name: clip, norm: 1}
            - {name: noise, std: 0.01}

        """;

    [Fact]
    public void Defences_are_read_in_order()
    {
        var privacy = ExperimentFile.Parse(Text, "run.yaml", ["privacy.defences=[sign, {name: clip, norm: 2}, {name: noise, kind: laplace}, secure_aggregation]"]).Privacy!;
        Assert.Equal(
            [new SignOptions(), new ClipOptions { Norm = 2 }, new NoiseOptions { Kind = NoiseKind.Laplace }, new SecureAggregationOptions()],
            privacy.Defences);
        Assert.True(privacy.SecuresAggregation);
    }

    [Theory]
    [InlineData("privacy.defences=[{name: clip, norm: 0}]", "privacy.defences[0].norm: 0 is not accepted; expected")]
    [InlineData("privacy.defences=[{name: clip, norm: -1}]", "privacy.defences[0].norm: -1 is not accepted; expected")]
    [InlineData("privacy.defences=[{name: noise, std: 0}]", "privacy.defences[0].std: 0 is not accepted; expected")]
    [InlineData("privacy.defences=[{name: top_k, keep: 1.5}]", "privacy.defences[0].keep: 1.5 is not accepted; expected")]
    [InlineData("privacy.defences=[sign, {name: prune, drop: 1}]", "privacy.defences[1].drop: 1 is not accepted; expected")]
    [InlineData("privacy.defences=[{name: quantise, bits: 0}]", "privacy.defences[0].bits: 0 is not accepted; expected")]
    [InlineData("privacy.defences=[blur]", "privacy.defences[0].name: blur is not known; expected one of ")]
    [InlineData("privacy.defences=[clipp]", "privacy.defences[0].name: clipp is not known; did you mean clip?")]
    [InlineData("privacy.defences=[{name: soteria, share: 1}]", "privacy.defences[0].share: 1 is not accepted; expected")]
    [InlineData("privacy.defences=[{name: decoys, share: 0}]", "privacy.defences[0].share: 0 is not accepted; expected")]
    [InlineData("privacy.defences=[{name: per_example_clip, norm: 0}]", "privacy.defences[0].norm: 0 is not accepted; expected")]
    [InlineData("privacy.delta=1", "privacy.delta=1: 1 is not accepted; expected")]
    [InlineData("privacy.defences=[secure_aggregation, secure_aggregation]", "privacy.defences[1].name: secure_aggregation is given twice")]
    public void Bad_values_are_refused_with_what_would_be_accepted(string set, string message) =>
        Assert.Contains(message, Refusal(set), StringComparison.Ordinal);

    [Theory]
    [InlineData("cohort={kind: fixed, count: 1}")]
    [InlineData("cohort={kind: explicit, rounds: [[1, 2], [3]]}")]
    [InlineData("cohort={kind: bernoulli, ratio: 0.5}")]
    public void The_sum_over_one_client_hides_nothing(string cohort) =>
        Assert.Contains("is not accepted with secure_aggregation", Refusal("privacy.defences=[secure_aggregation]", cohort), StringComparison.Ordinal);

    [Theory]
    [InlineData("whose machines send no update but a byte for each sample", "algorithm=one-byte")]
    [InlineData("which compresses what it sends itself", "algorithm=choco-sgd", "topology=ring")]
    [InlineData("privacy.defences[0].source: photos is only accepted with data.cameras", "privacy.defences=[{name: decoys, source: photos}]")]
    [InlineData("privacy.defences[0].mixing: add is not accepted with source: photos", "privacy.defences=[{name: decoys, source: photos, mixing: add}]", "data.cameras.users=20")]
    [InlineData("which compresses what it sends itself", "algorithm=dfedavgm-quantised", "topology=ring")]
    [InlineData("secure_aggregation is not accepted with dfedsam, which has no server", "algorithm=dfedsam", "topology=ring", "privacy.defences=[secure_aggregation]")]
    public void Families_that_cannot_use_a_defence_refuse_it(string reason, params string[] set) =>
        Assert.Contains(reason, Refusal(set), StringComparison.Ordinal);

    private static string Refusal(params string[] set) =>
        Assert.Throws<InputException>(() => ExperimentFile.Parse(Text, "run.yaml", set)).Message;
}
