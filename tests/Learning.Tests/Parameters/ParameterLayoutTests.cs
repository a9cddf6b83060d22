using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Parameters;
using Xunit;

namespace Federated.Learning.Tests.Parameters;

public sealed class ParameterLayoutTests
{
    /// <summary>Names, shapes and their order are what files of parameters are read by. Computed by a second program from lists of layers.</summary>
    [Theory]
    [InlineData("logistic", 1, 28, "4604c4c6b2dfb6226be9f7fa4d4a19d904f82afcf8ee2a49c8851d4fa2523934")]
    [InlineData("2nn", 1, 28, "54cd33fcad0b464d331a0f841fd74b301a305bb26f581c1ac6103709e0695a4e")]
    [InlineData("emnist-nn", 1, 28, "c77d9c0f3864e12b0a0f8e62cf893ee65985557f8ccc91609e41044556ec2281")]
    [InlineData("cnn28", 1, 28, "3102146f9d7a98992feb3711c1e345ef8d8676c9076f290d2f00a24866db4148")]
    [InlineData("lenet", 3, 32, "0601a3602fbf126caac0a1809d97424abb3c81221feefb114f843d050d60f902")]
    [InlineData("pfl-cnn", 3, 32, "33c139ad76599e8d57bdd7251885f988182f9cf18d9ed87747a7e5a979948399")]
    [InlineData("resnet18-gn", 3, 32, "ad748c26fe29755607040f2481fca40d2b6ef600dd2fca2a9bbf263c541fb4ef")]
    public void Names_and_shapes_of_networks_are_frozen(string network, int channels, int side, string hash) =>
        Assert.Equal(hash, ModelCatalogue.Create(network, new SampleShape(channels, side, side), 10).Layout.Hash);

    [Fact]
    public void Names_shapes_and_order_decide_the_hash_and_first_values_do_not()
    {
        var zero = Initialiser.Constant(0);
        var layout = new ParameterLayout().Add("a", zero, 2, 3).Add("b", zero, 6);
        ParameterLayout[] others =
        [
            new ParameterLayout().Add("a", zero, 3, 2).Add("b", zero, 6),
            new ParameterLayout().Add("b", zero, 6).Add("a", zero, 2, 3),
            new ParameterLayout().Add("a", zero, 2, 3).Add("c", zero, 6),
            new ParameterLayout().Add("a", zero, 2, 3),
        ];
        Assert.All(others, other => Assert.NotEqual(layout.Hash, other.Hash));
        Assert.Equal(layout.Hash, new ParameterLayout().Add("a", Initialiser.Constant(1), 2, 3).Add("b", Initialiser.FanIn(4), 6).Hash);
    }

    [Fact]
    public void A_vector_that_no_array_can_hold_is_refused()
    {
        var zero = Initialiser.Constant(0);
        Assert.Throws<OverflowException>(() => new ParameterLayout().Add("a", zero, 1 << 16, 1 << 16));
        Assert.Throws<OverflowException>(() => new ParameterLayout().Add("a", zero, 1 << 30).Add("b", zero, 1 << 30));
    }
}
