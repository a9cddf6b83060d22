using Xunit;

namespace Federated.Learning.Tests.Experiments;

public class OptionsReaderTests
{
    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var sample = Sample.Read(
            """
            name: 2024
            path: "a b"
            fast: true
            count: 3
            limit: null
            bytes: -5000000000
            seed: 18446744073709551615
            learning_rate: .inf
            offset: -1.5e-3
            colour: blue
            ids: [0, 10]
            matrix: [[1, 2], []]
            words:
              - one
              - "null"
            shape: {kind: disc, radius: 3, scale: 2}
            inner:
              name: x
              weights: [3]
            many:
              - shape: dot
              - just_a_name
            shapes: [square, point]
            """);

        Assert.Equal("2024", sample.Name);
        Assert.Equal("a b", sample.Path);
        Assert.True(sample.Fast);
        Assert.Equal(3, sample.Count);
        Assert.Null(sample.Limit);
        Assert.Equal(-5_000_000_000, sample.Bytes);
        Assert.Equal(ulong.MaxValue, sample.Seed);
        Assert.Equal(double.PositiveInfinity, sample.LearningRate);
        Assert.Equal(-0.0015, sample.Offset);
        Assert.Equal(SampleColour.Blue, sample.Colour);
        Assert.Equal([0, 10], sample.Ids);
        Assert.Equal([[1, 2], []], sample.Matrix);
        Assert.Equal(["one", "null"], sample.Words);
        Assert.Equal(new SampleDisc { Radius = 3, Scale = 2 }, sample.Shape);
        Assert.Equal("x", sample.Inner.Name);
        Assert.Equal([3], sample.Inner.Weights);
        Assert.Equal("dot", sample.Many[0].Shape?.Kind);
        Assert.Equal("just_a_name", sample.Many[1].Name);
        Assert.Equal(["square", "point"], sample.Shapes.Select(shape => shape.Kind));
    }

    [Fact]
    public void Keys_that_are_left_out_keep_their_defaults()
    {
        var sample = Sample.Read("name: x");

        Assert.Equal(10, sample.Count);
        Assert.Equal(7, sample.Limit);
        Assert.Equal(new SampleSquare(), sample.Shape);
    }

    [Theory]
    [InlineData("count: 0", "run.yaml:1: count: 0 is not accepted; expected a whole number in [1, 100]")]
    [InlineData("count: 1.0", "run.yaml:1: count: 1.0 is not accepted; expected a whole number in [1, 100]")]
    [InlineData("count: 99999999999", "run.yaml:1: count: 99999999999 is not accepted; expected a whole number in [1, 100]")]
    [InlineData("count: \"3\"", "run.yaml:1: count: \"3\" is not accepted; expected a whole number in [1, 100]")]
    [InlineData("count:", "run.yaml:1: count: nothing is not accepted; expected a whole number in [1, 100]")]
    [InlineData("count: [1]", "run.yaml:1: count: a list is not accepted; expected a whole number in [1, 100]")]
    [InlineData("seed: -1", "run.yaml:1: seed: -1 is not accepted; expected a whole number in [0, 18446744073709551615]")]
    [InlineData("\nlearning_rate: -0.1", "run.yaml:2: learning_rate: -0.1 is not accepted; expected a number in (0, inf]")]
    [InlineData("learning_rate: nan", "run.yaml:1: learning_rate: nan is not accepted; expected a number in (0, inf]")]
    [InlineData("learning_rate: 1e999", "run.yaml:1: learning_rate: 1e999 is not accepted; expected a number in (0, inf]")]
    [InlineData("offset: .inf", "run.yaml:1: offset: .inf is not accepted; expected a number")]
    [InlineData("offset: 0,5", "run.yaml:1: offset: 0,5 is not accepted; expected a number")]
    [InlineData("fast: yes", "run.yaml:1: fast: yes is not accepted; expected true or false")]
    [InlineData("name:", "run.yaml:1: name: nothing is not accepted; expected text")]
    [InlineData("colour: dark-red", "run.yaml:1: colour: dark-red is not accepted; expected one of blue, dark_red")]
    [InlineData("colour: 1", "run.yaml:1: colour: 1 is not accepted; expected one of blue, dark_red")]
    [InlineData("ids: 3", "run.yaml:1: ids: 3 is not accepted; expected a list of whole numbers in [0, 10]")]
    [InlineData("ids: [0,\n 11]", "run.yaml:2: ids[1]: 11 is not accepted; expected a whole number in [0, 10]")]
    [InlineData("matrix: [1]", "run.yaml:1: matrix[0]: 1 is not accepted; expected a list of numbers")]
    [InlineData("matrix: x", "run.yaml:1: matrix: x is not accepted; expected a list of lists of numbers")]
    [InlineData("inner: [x]", "run.yaml:1: inner: a list is not accepted; expected a mapping with keys of name, weights, shape")]
    [InlineData("shape: [x]", "run.yaml:1: shape: a list is not accepted; expected a mapping with the key kind, one of disc, dot, point, square")]
    [InlineData("shape:\n  side: 1", "run.yaml:2: shape.kind: required but missing; expected one of disc, dot, point, square")]
    [InlineData("shape: sqare", "run.yaml:1: shape.kind: sqare is not known; did you mean square? expected one of disc, dot, point, square")]
    [InlineData("shape: {kind: []}", "run.yaml:1: shape.kind: a list is not known; expected one of disc, dot, point, square")]
    [InlineData("shape: disc", "run.yaml:1: shape.radius: required but missing; expected a number")]
    [InlineData("shape:\n  kind: square\n  radius: 1", "run.yaml:3: shape.radius: unknown key; expected one of kind, scale, side")]
    public void What_does_not_fit_is_refused_with_its_place_and_what_would_fit(string text, string message) =>
        Assert.Equal([message], Sample.Problems(text));

    [Theory]
    [InlineData("learning_rat: 1")]
    [InlineData("learning-rate: 1")]
    [InlineData("learningRate: 1")]
    [InlineData("LearningRate: 1")]
    public void A_mistyped_key_is_refused_with_the_nearest_one(string text) =>
        Assert.StartsWith(
            $"run.yaml:1: {text.Split(':')[0]}: unknown key; did you mean learning_rate? expected one of name, path, fast, ",
            Assert.Single(Sample.Problems(text)),
            StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_shown_one_line_each()
    {
        var problems = Sample.Problems("count: 0\ncolor: blue\nmany:\n  - weights: [x]\n");

        Assert.Equal(3, problems.Length);
        Assert.StartsWith("run.yaml:1: count: ", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("run.yaml:2: color: unknown key; did you mean colour?", problems[1], StringComparison.Ordinal);
        Assert.StartsWith("run.yaml:4: many[0].weights[0]: x ", problems[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "run.yaml:1: the file is empty; expected a mapping with keys of name, ")]
    [InlineData("# only a comment\n", "run.yaml:1: the file is empty; expected a mapping")]
    [InlineData("---\n", "run.yaml:1: the file is empty; expected a mapping")]
    [InlineData("- a\n- b", "run.yaml:1: a list is not accepted; expected a mapping")]
    [InlineData("word", "run.yaml:1: word is not accepted; expected a mapping")]
    [InlineData("name: a\ncount: 1\nname: b", "run.yaml:3: name: given twice; first on line 1")]
    [InlineData("name: a\n---\nname: b", "run.yaml:2: a second document starts here; expected one document")]
    [InlineData("name: a\n[", "run.yaml:2: not valid YAML: ")]
    [InlineData("name: a\ncount: [1, 2\nfast: true", "run.yaml:2: not valid YAML behind this place")]
    [InlineData("name: *x", "run.yaml:1: *x is not the name of an anchor before this place")]
    [InlineData("&x inner: &y {name: *y}", "run.yaml:1: *y is not the name of an anchor before this place")]
    [InlineData("[a, b]: 1", "run.yaml:1: a key is a list or a mapping; expected a word")]
    [InlineData("count: !!int 3", "run.yaml:1: the tag tag:yaml.org,2002:int is not accepted; expected plain values")]
    public void What_is_not_one_mapping_is_refused(string text, string message) =>
        Assert.StartsWith(message, Assert.Single(Sample.Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused_before_it_can_overflow_the_stack() =>
        Assert.StartsWith(
            "run.yaml:1: nested deeper than 50 levels",
            Assert.Single(Sample.Problems("a: " + new string('[', 1_000_000))),
            StringComparison.Ordinal);

    [Fact]
    public void Anchors_repeat_a_value()
    {
        var sample = Sample.Read("inner: &it {name: same}\nmany: [*it, *it]");

        Assert.Equal(["same", "same"], sample.Many.Select(one => one.Name));
    }

    [Fact]
    public void Control_characters_and_long_text_cannot_break_a_message_apart()
    {
        var problem = Assert.Single(Sample.Problems($"\"a\\nb{new string('x', 500)}\": \"\\u2028\""));

        Assert.StartsWith("run.yaml:1: a?bxxx", problem, StringComparison.Ordinal);
        Assert.True(problem.Length < 400);
    }
}
