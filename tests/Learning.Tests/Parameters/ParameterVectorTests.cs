using Federated.Learning.Parameters;
using Xunit;
using static TorchSharp.torch;

namespace Federated.Learning.Tests.Parameters;

public sealed class ParameterVectorTests
{
    private static readonly ParameterLayout _layout =
        new ParameterLayout().Add("w", Initialiser.Constant(0), 2, 3).Add("b", Initialiser.Constant(0), 2);

    [Fact]
    public void Views_are_the_vectors_memory_in_both_directions()
    {
        using var vector = new ParameterVector(_layout, trainable: false);
        using var scope = NewDisposeScope();
        Assert.Equal(new float[8], vector.Values.ToArray());
        Assert.Equal([[2L, 3L], [2L]], vector.Views.Select(view => view.shape));

        for (var i = 0; i < 8; i++)
        {
            vector.Values[i] = i;
        }

        Assert.Equal(5f, vector.Views[0][1, 2].item<float>());
        Assert.Equal(6f, vector.Views[1][0].item<float>());
        vector.Views[0].mul_(10);
        Assert.Equal([0f, 10f, 20f, 30f, 40f, 50f, 6f, 7f], vector.Values.ToArray());
    }

    [Fact]
    public void Gradients_of_all_tensors_are_collected_in_one_vector()
    {
        using var vector = Filled();
        Differentiate(vector);
        Assert.Equal(Derivative(vector), vector.Gradient.ToArray());
    }

    [Fact]
    public void A_gradient_replaces_the_one_before()
    {
        using var vector = Filled();
        Differentiate(vector);
        vector.Values.Fill(3);
        Differentiate(vector);
        Assert.Equal(Derivative(vector), vector.Gradient.ToArray());
    }

    [Fact]
    public void A_loss_that_does_not_depend_on_a_tensor_is_an_error_that_names_it()
    {
        using var vector = Filled();
        using var scope = NewDisposeScope();
        vector.Views[0].sum().backward();
        var error = Assert.Throws<InvalidOperationException>(vector.CollectGradients);
        Assert.StartsWith("b ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_without_gradients_has_none()
    {
        using var vector = new ParameterVector(_layout, trainable: false);
        Assert.Throws<InvalidOperationException>(() => vector.Gradient.Length);
        Assert.All(vector.Views, view => Assert.False(view.requires_grad));
    }

    [Fact]
    public void It_outlives_the_scope_in_which_it_was_made()
    {
        ParameterVector vector;
        using (NewDisposeScope())
        {
            vector = Filled();
        }

        using (vector)
        {
            Differentiate(vector);
            Assert.Equal(Derivative(vector), vector.Gradient.ToArray());
        }
    }

    private static ParameterVector Filled()
    {
        var vector = new ParameterVector(_layout, trainable: true);
        for (var i = 0; i < 8; i++)
        {
            vector.Values[i] = i - 2;
        }

        return vector;
    }

    /// <summary>Of sum w^2 + 5 sum b.</summary>
    private static void Differentiate(ParameterVector vector)
    {
        using var scope = NewDisposeScope();
        vector.ForgetGradients();
        ((vector.Views[0] * vector.Views[0]).sum() + (5 * vector.Views[1].sum())).backward();
        vector.CollectGradients();
    }

    private static float[] Derivative(ParameterVector vector) => [.. vector.Values[..6].ToArray().Select(w => 2 * w), 5, 5];
}
