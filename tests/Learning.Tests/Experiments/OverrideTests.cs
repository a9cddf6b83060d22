using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class OverrideTests
{
    [Fact]
    public void An_override_wins_over_the_file_and_a_later_one_over_an_earlier_one()
    {
        var sample = Sample.Read("count: 1\ninner: {name: a}", "count=2", "count=3", "inner.weights=[5, 6]", "inner.name=b");

        Assert.Equal(3, sample.Count);
        Assert.Equal("b", sample.Inner.Name);
        Assert.Equal([5, 6], sample.Inner.Weights);
    }

    [Fact]
    public void A_section_that_the_file_leaves_out_starts_from_its_default()
    {
        Assert.Equal(new SampleSquare { Side = 5 }, Sample.Read("count: 1", "shape.side=5").Shape);
        Assert.Equal([7], Sample.Read("count: 1", "inner.weights=[7]").Inner.Weights);
        Assert.Equal([7], Sample.Read("inner:", "inner.weights=[7]").Inner.Weights);
    }

    [Theory]
    [InlineData("shape: {kind: square, side: 5, scale: 3}")]
    [InlineData("shape: {side: 5, scale: 3, kind: square}")]
    public void Another_variant_drops_the_keys_that_only_the_old_one_knows(string text) =>
        Assert.Equal(new SampleDisc { Radius = 1, Scale = 3 }, Sample.Read(text, "shape.kind=disc", "shape.radius=1").Shape);

    [Fact]
    public void Another_variant_can_be_chosen_where_the_file_has_a_lone_word()
    {
        Assert.Equal("point", Sample.Read("shape: square", "shape.kind=point").Shape.Kind);
        Assert.Equal(new SampleSquare { Side = 9 }, Sample.Read("shape: square", "shape.side=9").Shape);
        Assert.Equal("dot", Sample.Read("shape: {kind: square, side: 3}", "shape=dot").Shape.Kind);
        Assert.Equal("y", Sample.Read("inner: x", "inner.name=y").Inner.Name);
    }

    [Fact]
    public void Mistyped_keys_and_keys_of_other_overrides_are_not_dropped()
    {
        Assert.Equal(
            ["run.yaml:1: shape.sied: unknown key; expected one of kind, scale"],
            Sample.Problems("shape: {kind: square, side: 5, sied: 3}", "shape.kind=dot"));
        Assert.Equal(
            ["--set shape.side=4: unknown key; expected one of kind, scale"],
            Sample.Problems("shape: square", "shape.side=4", "shape.kind=dot"));
    }

    [Fact]
    public void Overriding_one_use_of_an_anchor_leaves_the_others()
    {
        var sample = Sample.Read("inner: &it {name: a}\nmany: [*it]", "inner.name=b");

        Assert.Equal("b", sample.Inner.Name);
        Assert.Equal("a", sample.Many[0].Name);
    }

    [Theory]
    [InlineData("count=0", "--set count=0: 0 is not accepted; expected a whole number in [1, 100]")]
    [InlineData("count=", "--set count=: nothing is not accepted; expected a whole number in [1, 100]")]
    [InlineData("inner.foo=1", "--set inner.foo=1: unknown key; expected one of name, weights, shape")]
    [InlineData("iner.name=x", "--set iner.name=x: iner: unknown key; did you mean inner? expected one of name, path, ")]
    [InlineData("inner={name: []}", "--set inner={name: []}: inner.name: a list is not accepted; expected text")]
    [InlineData("count.x=1", "--set count.x=1: count is 3 here, not a mapping; expected an override of the whole value")]
    [InlineData("ids.0=1", "--set ids.0=1: ids is a list here, not a mapping; expected an override of the whole value")]
    [InlineData("shape.kind=dusc", "--set shape.kind=dusc: dusc is not known; did you mean disc? expected one of disc, dot, point, square")]
    [InlineData("count", "--set count: expected key=value, for example local.learning_rate=0.05")]
    [InlineData("=3", "--set =3: expected key=value")]
    [InlineData("inner..name=3", "--set inner..name=3: expected key=value")]
    [InlineData("ids=[1", "--set ids=[1: not valid YAML: ")]
    [InlineData("name=a\n---\nb", "--set name=a?---?b: a second document starts here")]
    public void A_wrong_override_is_refused_by_its_own_name(string set, string message) =>
        Assert.StartsWith(message, Assert.Single(Sample.Problems("count: 3\nids: [1]", set)), StringComparison.Ordinal);
}
