using Orders;

return await ShopCommand.Create().Parse(args).InvokeAsync();
