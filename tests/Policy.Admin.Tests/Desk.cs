using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Policy.Admin.Tests;

/// <summary>A page of the desk without a browser: texts and MudBlazor are there, JavaScript answers nothing.</summary>
public abstract class Desk : BunitContext
{
    protected Desk()
    {
        Tables.Speak("en");
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }
}
