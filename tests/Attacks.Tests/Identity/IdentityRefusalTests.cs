using Federated.Attacks.Identity;
using Federated.Learning;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Attacks.Tests.Identity;

public sealed class IdentityRefusalTests
{
    private static readonly ParameterLayout _layout = new ParameterLayout().AddLinear("fc1", 1, 1);

    [Fact]
    public void Nobody_to_choose_from_is_refused() => Assert.Equal(
        "identification: labelled updates of 1 users; expected at least 2, or there is nothing to tell apart",
        Assert.Throws<InputException>(() => Run([0], [0])).Message);

    [Fact]
    public void Only_strangers_are_refused() => Assert.Equal(
        "identification: 2 anonymous updates, none of a known user; expected at least one",
        Assert.Throws<InputException>(() => Run([0, 1], [-1, -1])).Message);

    private static IdentityReport Run(int[] users, int[] truth) => IdentityAttack.Run(
        _layout,
        [.. users.Select(user => new LabelledUpdate(1, user, [user, 1f]))],
        [.. truth.Select(_ => new AnonymousUpdate(1, [0f, 1f]))],
        [.. truth.Select(user => new IdentityTruth(user, 0))],
        new IdentityOptions());
}
